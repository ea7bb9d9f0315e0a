// Command goast prints each top-level declaration of the Go files named on standard input as the
// S-expressions of server/src/testkit/dump.ts, for comparison. One JSON object a file.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
)

type result struct {
	Path    string   `json:"path"`
	Package string   `json:"package"`
	Imports []string `json:"imports"`
	Decls   []string `json:"decls"`
	Offsets []int    `json:"offsets"` // In bytes.
	Error   string   `json:"error"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		if err := out.Encode(read(in.Text())); err != nil {
			panic(err)
		}
	}
}

func read(path string) result {
	res := result{Path: path, Imports: []string{}, Decls: []string{}, Offsets: []int{}}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		res.Error = err.Error()
		return res
	}
	res.Package = file.Name.Name
	for _, spec := range file.Imports {
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name + " "
		}
		res.Imports = append(res.Imports, name+spec.Path.Value[1:len(spec.Path.Value)-1])
	}
	for _, decl := range file.Decls {
		if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			continue
		}
		w := &writer{}
		w.node(decl)
		res.Decls = append(res.Decls, w.String())
		res.Offsets = append(res.Offsets, fset.Position(decl.Pos()).Offset)
	}
	return res
}

type writer struct{ strings.Builder }

func (w *writer) open(kind string, facts ...string) {
	w.WriteString(" (" + kind)
	for _, fact := range facts {
		if fact != "" {
			w.WriteString(" " + fact)
		}
	}
}

func (w *writer) close() { w.WriteString(")") }

// some writes the nodes that are there.
func some[N ast.Node](w *writer, nodes ...N) {
	for _, n := range nodes {
		if present(n) {
			w.node(n)
		}
	}
}

func present(n any) bool {
	v := reflect.ValueOf(n)
	return v.IsValid() && !v.IsNil()
}

func flags(pairs ...any) string {
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		if present(pairs[i+1]) {
			names = append(names, pairs[i].(string))
		}
	}
	return strings.Join(names, "+")
}

func when(yes bool, word string) string {
	if yes {
		return word
	}
	return ""
}

func comment(group *ast.CommentGroup) string {
	if group == nil {
		return ""
	}
	var lines []string
	for _, c := range group.List {
		text := c.Text[2:]
		if c.Text[1] == '*' {
			text = text[:len(text)-2]
		}
		lines = append(lines, strings.TrimSpace(text))
	}
	text := strings.Join(lines, "\n")
	if text == "" {
		return ""
	}
	return "#" + spaces(text)
}

func spaces(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == 0xa0 || r == 0x2028 || r == 0x3000 {
			if !space {
				b.WriteByte('_')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

func fields(list *ast.FieldList) []*ast.Field {
	if list == nil {
		return nil
	}
	return list.List
}

func count(list *ast.FieldList) int { return len(fields(list)) }

func (w *writer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		w.open("FuncDecl", comment(n.Doc), when(n.Recv != nil, "recv"))
		some(w, fields(n.Recv)...)
		w.node(n.Name)
		w.node(n.Type)
		w.close()
		some(w, n.Body)
	case *ast.GenDecl:
		w.open("GenDecl", n.Tok.String(), comment(n.Doc))
		for i, spec := range n.Specs {
			w.spec(spec, n.Tok, i)
		}
		w.close()
	case *ast.Field:
		tag := ""
		if n.Tag != nil {
			tag = n.Tag.Value
		}
		w.open("Field", fmt.Sprint(len(n.Names)), comment(n.Doc), comment(n.Comment), tag)
		some(w, n.Names...)
		w.node(n.Type)
		w.close()
	case ast.Expr:
		w.expr(n)
	case ast.Stmt:
		w.stmt(n)
	default:
		panic(fmt.Sprintf("unexpected %T", n))
	}
}

func (w *writer) spec(spec ast.Spec, tok token.Token, index int) {
	switch n := spec.(type) {
	case *ast.TypeSpec:
		w.open("TypeSpec", comment(n.Doc), comment(n.Comment), when(n.Assign.IsValid(), "="), fmt.Sprint(count(n.TypeParams)))
		w.node(n.Name)
		some(w, fields(n.TypeParams)...)
		w.node(n.Type)
	case *ast.ValueSpec:
		if tok != token.CONST {
			index = 0
		}
		w.open("ValueSpec", comment(n.Doc), comment(n.Comment), fmt.Sprint(len(n.Names)), when(n.Type != nil, "type"), fmt.Sprint(index))
		some(w, n.Names...)
		some(w, n.Type)
		some(w, n.Values...)
	}
	w.close()
}

func (w *writer) expr(n ast.Expr) {
	switch n := n.(type) {
	case *ast.Ident:
		w.WriteString(" " + n.Name)
		return
	case *ast.BadExpr:
		w.open("BadExpr")
	case *ast.Ellipsis:
		w.open("Ellipsis")
		some(w, n.Elt)
	case *ast.BasicLit:
		w.open("BasicLit", n.Kind.String(), n.Value)
	case *ast.FuncLit:
		w.open("FuncLit")
		w.node(n.Type)
		w.node(n.Body)
	case *ast.CompositeLit:
		w.open("CompositeLit", when(n.Type != nil, "type"))
		some(w, n.Type)
		some(w, n.Elts...)
	case *ast.ParenExpr:
		w.open("ParenExpr")
		w.node(n.X)
	case *ast.SelectorExpr:
		w.open("SelectorExpr")
		w.node(n.X)
		w.node(n.Sel)
	case *ast.IndexExpr:
		w.open("IndexExpr")
		w.node(n.X)
		w.node(n.Index)
	case *ast.IndexListExpr:
		w.open("IndexExpr")
		w.node(n.X)
		some(w, n.Indices...)
	case *ast.SliceExpr:
		w.open("SliceExpr", flags("low", n.Low, "high", n.High, "max", n.Max))
		w.node(n.X)
		for _, bound := range []ast.Expr{n.Low, n.High, n.Max} {
			if bound != nil {
				w.node(bound)
			}
		}
	case *ast.TypeAssertExpr:
		w.open("TypeAssertExpr")
		w.node(n.X)
		if n.Type != nil {
			w.node(n.Type)
		}
	case *ast.CallExpr:
		w.open("CallExpr", when(n.Ellipsis.IsValid(), "..."))
		w.node(n.Fun)
		some(w, n.Args...)
	case *ast.StarExpr:
		w.open("StarExpr")
		w.node(n.X)
	case *ast.UnaryExpr:
		w.open("UnaryExpr", n.Op.String())
		w.node(n.X)
	case *ast.BinaryExpr:
		w.open("BinaryExpr", n.Op.String())
		w.node(n.X)
		w.node(n.Y)
	case *ast.KeyValueExpr:
		w.open("KeyValueExpr")
		w.node(n.Key)
		w.node(n.Value)
	case *ast.ArrayType:
		w.open("ArrayType", when(n.Len != nil, "len"))
		if n.Len != nil {
			w.node(n.Len)
		}
		w.node(n.Elt)
	case *ast.StructType:
		w.open("StructType")
		some(w, fields(n.Fields)...)
	case *ast.FuncType:
		w.open("FuncType", fmt.Sprintf("%d/%d/%d", count(n.TypeParams), count(n.Params), count(n.Results)))
		some(w, fields(n.TypeParams)...)
		some(w, fields(n.Params)...)
		some(w, fields(n.Results)...)
	case *ast.InterfaceType:
		w.open("InterfaceType")
		some(w, fields(n.Methods)...)
	case *ast.MapType:
		w.open("MapType")
		w.node(n.Key)
		w.node(n.Value)
	case *ast.ChanType:
		w.open("ChanType", map[ast.ChanDir]string{ast.SEND: "send", ast.RECV: "recv", ast.SEND | ast.RECV: "both"}[n.Dir])
		w.node(n.Value)
	default:
		panic(fmt.Sprintf("unexpected %T", n))
	}
	w.close()
}

func (w *writer) stmt(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.BadStmt:
		w.open("BadStmt")
	case *ast.EmptyStmt:
		w.open("EmptyStmt")
	case *ast.DeclStmt:
		w.open("DeclStmt")
		w.node(n.Decl)
	case *ast.LabeledStmt:
		w.open("LabeledStmt")
		w.node(n.Label)
		w.node(n.Stmt)
	case *ast.ExprStmt:
		w.open("ExprStmt")
		w.node(n.X)
	case *ast.SendStmt:
		w.open("SendStmt")
		w.node(n.Chan)
		w.node(n.Value)
	case *ast.IncDecStmt:
		w.open("IncDecStmt", n.Tok.String())
		w.node(n.X)
	case *ast.AssignStmt:
		w.open("AssignStmt", n.Tok.String(), fmt.Sprint(len(n.Lhs)))
		some(w, n.Lhs...)
		some(w, n.Rhs...)
	case *ast.GoStmt:
		w.open("GoStmt")
		w.node(n.Call)
	case *ast.DeferStmt:
		w.open("DeferStmt")
		w.node(n.Call)
	case *ast.ReturnStmt:
		w.open("ReturnStmt")
		some(w, n.Results...)
	case *ast.BranchStmt:
		w.open("BranchStmt", n.Tok.String())
		some(w, n.Label)
	case *ast.BlockStmt:
		w.open("BlockStmt")
		some(w, n.List...)
	case *ast.IfStmt:
		w.open("IfStmt", flags("init", n.Init, "else", n.Else))
		if n.Init != nil {
			w.node(n.Init)
		}
		w.node(n.Cond)
		w.node(n.Body)
		if n.Else != nil {
			w.node(n.Else)
		}
	case *ast.SwitchStmt:
		w.open("SwitchStmt", flags("init", n.Init, "tag", n.Tag))
		if n.Init != nil {
			w.node(n.Init)
		}
		if n.Tag != nil {
			w.node(n.Tag)
		}
		some(w, n.Body.List...)
	case *ast.TypeSwitchStmt:
		var name, x ast.Expr
		switch assign := n.Assign.(type) {
		case *ast.AssignStmt:
			name, x = assign.Lhs[0], assign.Rhs[0]
		case *ast.ExprStmt:
			x = assign.X
		}
		w.open("TypeSwitchStmt", flags("init", n.Init, "name", name))
		if n.Init != nil {
			w.node(n.Init)
		}
		if name != nil {
			w.node(name)
		}
		w.node(x.(*ast.TypeAssertExpr).X)
		some(w, n.Body.List...)
	case *ast.SelectStmt:
		w.open("SelectStmt")
		some(w, n.Body.List...)
	case *ast.CaseClause:
		facts := "default"
		if n.List != nil {
			facts = fmt.Sprint(len(n.List))
		}
		w.open("CaseClause", facts)
		some(w, n.List...)
		some(w, n.Body...)
	case *ast.CommClause:
		w.open("CommClause", when(n.Comm == nil, "default"))
		if n.Comm != nil {
			w.node(n.Comm)
		}
		some(w, n.Body...)
	case *ast.ForStmt:
		w.open("ForStmt", flags("init", n.Init, "cond", n.Cond, "post", n.Post))
		for _, part := range []ast.Node{n.Init, n.Cond, n.Post} {
			if present(part) {
				w.node(part)
			}
		}
		w.node(n.Body)
	case *ast.RangeStmt:
		tok := ""
		if n.Key != nil {
			tok = n.Tok.String()
		}
		w.open("RangeStmt", tok, flags("key", n.Key, "value", n.Value))
		for _, part := range []ast.Expr{n.Key, n.Value} {
			if part != nil {
				w.node(part)
			}
		}
		w.node(n.X)
		w.node(n.Body)
	default:
		panic(fmt.Sprintf("unexpected %T", n))
	}
	w.close()
}
