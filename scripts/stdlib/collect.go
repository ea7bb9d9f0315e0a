package main

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// collector gathers the objects to declare: everything exported by the listed
// packages, and every other named type that their declarations mention.
type collector struct {
	objects map[*types.Package]map[types.Object]bool
	queue   []types.Object
	text    map[types.Object]string
	imports map[*types.Package]map[*types.Package]string
}

func newCollector() *collector {
	return &collector{
		objects: map[*types.Package]map[types.Object]bool{},
		text:    map[types.Object]string{},
		imports: map[*types.Package]map[*types.Package]string{},
	}
}

func (c *collector) addExported(pkg *types.Package) {
	if c.objects[pkg] == nil {
		c.objects[pkg] = map[types.Object]bool{}
	}
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if _, isConst := obj.(*types.Const); obj.Exported() && (!isConst || keepConst(obj)) {
			c.add(obj)
		}
	}
}

func (c *collector) add(obj types.Object) {
	pkg := obj.Pkg()
	if c.objects[pkg] == nil {
		c.objects[pkg] = map[types.Object]bool{}
	}
	if !c.objects[pkg][obj] {
		c.objects[pkg][obj] = true
		c.queue = append(c.queue, obj)
	}
}

// render returns the text of each package by import path.
func (c *collector) render() map[string]string {
	for len(c.queue) > 0 {
		obj := c.queue[0]
		c.queue = c.queue[1:]
		c.text[obj] = c.declare(obj)
	}
	result := map[string]string{}
	for pkg, objects := range c.objects {
		result[pkg.Path()] = c.renderPackage(pkg, objects)
	}
	return result
}

func (c *collector) renderPackage(pkg *types.Package, objects map[types.Object]bool) string {
	var sorted []types.Object
	for obj := range objects {
		sorted = append(sorted, obj)
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name() < sorted[j].Name() })

	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", pkg.Name())
	var imports []string
	for imported, name := range c.imports[pkg] {
		line := fmt.Sprintf("import %q\n", imported.Path())
		if name != imported.Name() {
			line = fmt.Sprintf("import %s %q\n", name, imported.Path())
		}
		imports = append(imports, line)
	}
	sort.Strings(imports)
	b.WriteString(strings.Join(imports, ""))
	c.renderConsts(&b, sorted)
	for _, obj := range sorted {
		b.WriteString(c.text[obj])
	}
	return b.String()
}

// renderConsts writes one group for each type; the names after the first repeat
// its value, because only the type matters to readers of the index.
func (c *collector) renderConsts(b *strings.Builder, objects []types.Object) {
	var heads []string
	names := map[string][]string{}
	for _, obj := range objects {
		if k, ok := obj.(*types.Const); ok {
			head := c.text[k]
			if names[head] == nil {
				heads = append(heads, head)
			}
			names[head] = append(names[head], k.Name())
		}
	}
	for _, head := range heads {
		fmt.Fprintf(b, "const (\n%s%s\n)\n", names[head][0], head)
		if rest := names[head][1:]; len(rest) > 0 {
			text := b.String()
			b.Reset()
			b.WriteString(strings.TrimSuffix(text, ")\n"))
			b.WriteString(strings.Join(rest, "\n") + "\n)\n")
		}
	}
	for _, obj := range objects {
		if _, ok := obj.(*types.Const); ok {
			delete(c.text, obj)
		}
	}
}

// declare writes the declaration of one object; for a constant only what follows
// its name.
func (c *collector) declare(obj types.Object) string {
	p := &printer{c: c, pkg: obj.Pkg()}
	switch obj := obj.(type) {
	case *types.Const:
		return constHead(p, obj)
	case *types.Var:
		return fmt.Sprintf("var %s %s\n", obj.Name(), p.typ(obj.Type()))
	case *types.Func:
		sig := obj.Type().(*types.Signature)
		return fmt.Sprintf("func %s%s%s\n", obj.Name(), p.typeParams(sig.TypeParams()), p.signature(sig))
	case *types.TypeName:
		return p.typeDecl(obj)
	}
	panic(fmt.Sprintf("%v: unexpected object", obj))
}

func constHead(p *printer, obj *types.Const) string {
	value := "0"
	switch obj.Val().Kind() {
	case constant.Bool:
		value = "false"
	case constant.String:
		value = `""`
	case constant.Float:
		value = "0.0"
	}
	basic, ok := obj.Type().(*types.Basic)
	if ok && basic.Info()&types.IsUntyped != 0 {
		if basic.Kind() == types.UntypedRune {
			value = "'0'"
		}
		return " = " + value
	}
	return " " + p.typ(obj.Type()) + " = " + value
}

// importName returns the name under which text of package pkg refers to other.
func (c *collector) importName(pkg, other *types.Package) string {
	names := c.imports[pkg]
	if names == nil {
		names = map[*types.Package]string{}
		c.imports[pkg] = names
	}
	if name, ok := names[other]; ok {
		return name
	}
	taken := func(name string) bool {
		for _, used := range names {
			if used == name {
				return true
			}
		}
		return pkg.Scope().Lookup(name) != nil && token.IsExported(name)
	}
	name := other.Name()
	for taken(name) {
		name += "_"
	}
	names[other] = name
	return name
}
