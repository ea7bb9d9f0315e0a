package main

import (
	"bytes"
	"fmt"
	"go/types"
	"sort"
	"strings"
)

// printer writes types as the text of package pkg would, and reports the named
// types it meets to the collector.
type printer struct {
	c   *collector
	pkg *types.Package
}

func (p *printer) qualifier(other *types.Package) string {
	if other == p.pkg {
		return ""
	}
	return p.c.importName(p.pkg, other)
}

func (p *printer) typ(t types.Type) string {
	p.visit(t, map[types.Type]bool{})
	return types.TypeString(t, p.qualifier)
}

func (p *printer) signature(sig *types.Signature) string {
	p.visit(sig, map[types.Type]bool{})
	var b bytes.Buffer
	types.WriteSignature(&b, types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic()), p.qualifier)
	return b.String()
}

func (p *printer) typeParams(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var parts []string
	for i := range list.Len() {
		tp := list.At(i)
		parts = append(parts, tp.Obj().Name()+" "+p.typ(tp.Constraint()))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// visit reports the named types inside t that need a declaration of their own.
func (p *printer) visit(t types.Type, seen map[types.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	named := func(obj *types.TypeName, args *types.TypeList) {
		if obj.Pkg() != nil && obj.Pkg().Path() != "unsafe" {
			p.c.add(obj)
		}
		for i := range args.Len() {
			p.visit(args.At(i), seen)
		}
	}
	switch t := t.(type) {
	case *types.Named:
		named(t.Origin().Obj(), t.TypeArgs())
	case *types.Alias:
		named(t.Origin().Obj(), t.TypeArgs())
	case *types.Pointer:
		p.visit(t.Elem(), seen)
	case *types.Slice:
		p.visit(t.Elem(), seen)
	case *types.Array:
		p.visit(t.Elem(), seen)
	case *types.Chan:
		p.visit(t.Elem(), seen)
	case *types.Map:
		p.visit(t.Key(), seen)
		p.visit(t.Elem(), seen)
	case *types.Tuple:
		for i := range t.Len() {
			p.visit(t.At(i).Type(), seen)
		}
	case *types.Signature:
		p.visit(t.Params(), seen)
		p.visit(t.Results(), seen)
	case *types.Struct:
		for i := range t.NumFields() {
			p.visit(t.Field(i).Type(), seen)
		}
	case *types.Interface:
		for i := range t.NumExplicitMethods() {
			p.visit(t.ExplicitMethod(i).Type(), seen)
		}
		for i := range t.NumEmbeddeds() {
			p.visit(t.EmbeddedType(i), seen)
		}
	case *types.Union:
		for i := range t.Len() {
			p.visit(t.Term(i).Type(), seen)
		}
	}
}

func (p *printer) typeDecl(obj *types.TypeName) string {
	if alias, ok := obj.Type().(*types.Alias); ok {
		return fmt.Sprintf("type %s%s = %s\n", obj.Name(), p.typeParams(alias.TypeParams()), p.typ(alias.Rhs()))
	}
	if obj.IsAlias() {
		return fmt.Sprintf("type %s = %s\n", obj.Name(), p.typ(obj.Type()))
	}
	named := obj.Type().(*types.Named)
	var body string
	switch u := named.Underlying().(type) {
	case *types.Struct:
		body = p.structBody(u)
	case *types.Interface:
		body = p.interfaceBody(u)
	default:
		body = p.typ(u)
	}
	return fmt.Sprintf("type %s%s %s\n%s", obj.Name(), p.typeParams(named.TypeParams()), body, p.methods(named))
}

// structBody writes the fields that other packages can see; those promoted from
// unexported embedded types stand as fields of their own.
func (p *printer) structBody(s *types.Struct) string {
	var lines []string
	taken := map[string]bool{}
	level := []*types.Struct{s}
	seen := map[*types.Struct]bool{}
	for len(level) > 0 {
		var next []*types.Struct
		count := map[string]int{}
		for _, st := range level {
			for i := range st.NumFields() {
				count[st.Field(i).Name()]++
			}
		}
		for _, st := range level {
			if seen[st] {
				continue
			}
			seen[st] = true
			for i := range st.NumFields() {
				f := st.Field(i)
				if f.Exported() && count[f.Name()] == 1 && !taken[f.Name()] {
					line := p.typ(f.Type())
					if !f.Embedded() {
						line = f.Name() + " " + line
					}
					lines = append(lines, line)
				}
				if f.Embedded() && !f.Exported() {
					if inner, ok := deref(f.Type()).Underlying().(*types.Struct); ok {
						next = append(next, inner)
					}
				}
			}
		}
		for name := range count {
			taken[name] = true
		}
		level = next
	}
	if len(lines) == 0 {
		return "struct{}"
	}
	return "struct {\n" + strings.Join(lines, "\n") + "\n}"
}

// interfaceBody leaves out unexported methods: no other package can call them.
func (p *printer) interfaceBody(t *types.Interface) string {
	var lines []string
	for i := range t.NumExplicitMethods() {
		if m := t.ExplicitMethod(i); m.Exported() {
			lines = append(lines, m.Name()+p.signature(m.Type().(*types.Signature)))
		}
	}
	sort.Strings(lines)
	for i := range t.NumEmbeddeds() {
		lines = append(lines, p.typ(t.EmbeddedType(i)))
	}
	if len(lines) == 0 {
		return "interface{}"
	}
	return "interface {\n" + strings.Join(lines, "\n") + "\n}"
}

// methods writes the exported methods of a type, with those promoted from
// unexported embedded types; methods of exported embedded types follow from the
// embedding that structBody keeps.
func (p *printer) methods(named *types.Named) string {
	if types.IsInterface(named) {
		return ""
	}
	values := types.NewMethodSet(named)
	set := types.NewMethodSet(types.NewPointer(named))
	var b strings.Builder
	for i := range set.Len() {
		sel := set.At(i)
		m := sel.Obj().(*types.Func)
		if !m.Exported() || throughExported(named, sel.Index()) {
			continue
		}
		recv := named.Obj().Name()
		if list := named.TypeParams(); list.Len() > 0 {
			var names []string
			own := m.Type().(*types.Signature).RecvTypeParams()
			for j := range list.Len() {
				name := list.At(j).Obj().Name()
				if len(sel.Index()) == 1 && own.Len() == list.Len() {
					name = own.At(j).Obj().Name()
				}
				names = append(names, name)
			}
			recv += "[" + strings.Join(names, ", ") + "]"
		}
		if values.Lookup(m.Pkg(), m.Name()) == nil {
			recv = "*" + recv
		}
		fmt.Fprintf(&b, "func (%s) %s%s\n", recv, m.Name(), p.signature(sel.Type().(*types.Signature)))
	}
	return b.String()
}

// throughExported says whether the selection path of a promoted method passes an
// embedded field that structBody writes as such.
func throughExported(t types.Type, path []int) bool {
	for _, i := range path[:len(path)-1] {
		s, ok := deref(t).Underlying().(*types.Struct)
		if !ok {
			return false
		}
		if s.Field(i).Exported() {
			return true
		}
		t = s.Field(i).Type()
	}
	return false
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}
