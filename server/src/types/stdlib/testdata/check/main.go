// Command check parses and type-checks the declarations of stdlib.json together.
// It prints each problem, and then the number of packages it checked.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"log"
	"os"
)

type checker struct {
	texts    map[string]string
	packages map[string]*types.Package
	fset     *token.FileSet
}

// Import implements types.Importer.
func (c *checker) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := c.packages[path]; pkg != nil {
		return pkg, nil
	}
	text, ok := c.texts[path]
	if !ok {
		return nil, fmt.Errorf("%s is not in the index", path)
	}
	file, err := parser.ParseFile(c.fset, path+".go", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	// A generic function must have a body; its statements are ignored.
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			f.Body = &ast.BlockStmt{}
		}
	}
	conf := types.Config{Importer: c, IgnoreFuncBodies: true, Error: func(err error) {
		fmt.Println("problem:", err)
	}}
	pkg, _ := conf.Check(path, c.fset, []*ast.File{file}, nil)
	c.packages[path] = pkg
	return pkg, nil
}

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var index struct{ Packages, Extra map[string]string }
	if err := json.Unmarshal(data, &index); err != nil {
		log.Fatal(err)
	}
	c := &checker{texts: index.Packages, packages: map[string]*types.Package{}, fset: token.NewFileSet()}
	for path, text := range index.Extra {
		c.texts[path] = text
	}
	for path := range c.texts {
		if _, err := c.Import(path); err != nil {
			fmt.Println("problem:", err)
		}
	}
	fmt.Println("packages:", len(c.texts))
}
