// Command judge type-checks the packages in the directories named on standard input and tells which
// operands of index expressions, range statements and calls of len, delete and clear in function bodies
// are maps. One JSON object a directory, for comparison with what server/src/types says.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
)

type operand struct {
	Pos  int    `json:"pos"` // In bytes.
	End  int    `json:"end"`
	Kind string `json:"kind"` // map, other, or unknown where the package does not type-check.
}

type result struct {
	Dir   string               `json:"dir"`
	Files map[string][]operand `json:"files"`
	Error string               `json:"error"`
}

func main() {
	build.Default.CgoEnabled = false
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "source", nil)
	in := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		if err := out.Encode(judge(in.Text(), fset, imports)); err != nil {
			panic(err)
		}
	}
}

func judge(dir string, fset *token.FileSet, imports types.Importer) result {
	res := result{Dir: dir, Files: map[string][]operand{}}
	pkg, err := build.ImportDir(dir, 0)
	if err != nil {
		res.Error = err.Error()
		return res
	}
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			res.Error = err.Error()
			return res
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{
		Importer:    imports,
		FakeImportC: true,
		Error:       func(err error) { res.Error = err.Error() },
	}
	// Errors were told to the function above.
	_, _ = config.Check(pkg.ImportPath, fset, files, info)
	for _, file := range files {
		name := fset.PositionFor(file.Package, false).Filename
		res.Files[name] = []operand{}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				ast.Inspect(fn.Body, func(n ast.Node) bool {
					if x := subject(n, info); x != nil {
						pos, end := fset.PositionFor(x.Pos(), false).Offset, fset.PositionFor(x.End(), false).Offset
						res.Files[name] = append(res.Files[name], operand{pos, end, kind(info.Types[x])})
					}
					return true
				})
			}
		}
	}
	return res
}

// subject is the operand that n indexes, ranges over, or gives to a builtin function; nil for other nodes.
func subject(n ast.Node, info *types.Info) ast.Expr {
	switch n := n.(type) {
	case *ast.IndexExpr:
		return n.X
	case *ast.RangeStmt:
		return n.X
	case *ast.CallExpr:
		name, ok := n.Fun.(*ast.Ident)
		if !ok || len(n.Args) == 0 {
			return nil
		}
		if _, ok := info.Uses[name].(*types.Builtin); !ok {
			return nil
		}
		switch name.Name {
		case "len", "delete", "clear":
			return n.Args[0]
		}
	}
	return nil
}

func kind(tv types.TypeAndValue) string {
	switch {
	case tv.Type == nil || tv.Type == types.Typ[types.Invalid]:
		return "unknown"
	case tv.IsType(): // An instance of a generic type.
		return "other"
	case isMap(tv.Type):
		return "map"
	}
	return "other"
}

// isMap also holds for a type parameter all of whose types are maps.
func isMap(t types.Type) bool {
	if param, ok := types.Unalias(t).(*types.TypeParam); ok {
		return allMaps(param.Constraint())
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

func allMaps(constraint types.Type) bool {
	iface, ok := constraint.Underlying().(*types.Interface)
	if !ok {
		return isMap(constraint)
	}
	for t := range iface.EmbeddedTypes() {
		if union, ok := t.(*types.Union); ok {
			all := union.Len() > 0
			for term := range union.Terms() {
				all = all && allMaps(term.Type())
			}
			if all {
				return true
			}
		} else if allMaps(t) {
			return true
		}
	}
	return false
}
