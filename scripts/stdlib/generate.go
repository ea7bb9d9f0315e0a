// Command generate writes the index of Go's standard library: one text of
// declarations without bodies for each package, as JSON.
//
// Run it from the root of the repository (npm run stdlib) with the Go release
// that the index should describe. The result depends on that release alone: the
// target is always linux/amd64 without cgo.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/build"
	"go/importer"
	"go/token"
	"go/types"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
)

// index is the shape of the JSON.
type index struct {
	GoVersion string `json:"goVersion"`
	// Packages maps an import path to its declarations.
	Packages map[string]string `json:"packages"`
	// Extra holds packages outside the standard library, written by hand.
	Extra map[string]string `json:"extra"`
}

func main() {
	log.SetFlags(0)
	extra := flag.String("extra", "scripts/stdlib/extra", "directory of the hand-written declarations")
	out := flag.String("out", "server/src/types/stdlib/stdlib.json", "file to write")
	flag.Parse()

	build.Default.GOOS, build.Default.GOARCH, build.Default.CgoEnabled = "linux", "amd64", false
	paths, err := standardPackages(filepath.Join(runtime.GOROOT(), "src"))
	if err != nil {
		log.Fatal(err)
	}
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	c := newCollector()
	for _, p := range paths {
		pkg, err := imp.Import(p)
		if err != nil {
			log.Fatalf("%s: %v", p, err)
		}
		c.addExported(pkg)
	}
	result := index{GoVersion: runtime.Version(), Packages: c.render(), Extra: map[string]string{}}
	result.Packages["unsafe"] = unsafeText
	if err := readExtra(*extra, result.Extra); err != nil {
		log.Fatal(err)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(result); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, buf.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	fmt.Fprintf(os.Stderr, "%s: %d packages, %d bytes\n", *out, len(result.Packages), buf.Len())
}

// unsafeText declares package unsafe, which has no source that type-checks;
// it follows the documentation text of the package.
const unsafeText = `package unsafe
type ArbitraryType int
type IntegerType int
type Pointer *ArbitraryType
func Add(ptr Pointer, len IntegerType) Pointer
func Alignof(x ArbitraryType) uintptr
func Offsetof(x ArbitraryType) uintptr
func Sizeof(x ArbitraryType) uintptr
func Slice(ptr *ArbitraryType, len IntegerType) []ArbitraryType
func SliceData(slice []ArbitraryType) *ArbitraryType
func String(ptr *byte, len IntegerType) string
func StringData(str string) *byte
`

// standardPackages lists the import paths of the public packages under src that
// the index describes, sorted.
func standardPackages(src string) ([]string, error) {
	var list []string
	err := filepath.WalkDir(src, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() || p == src {
			return nil
		}
		rel, _ := filepath.Rel(src, p)
		rel = filepath.ToSlash(rel)
		if strings.HasPrefix(path.Base(rel), "_") {
			return fs.SkipDir
		}
		switch path.Base(rel) {
		case "internal", "vendor", "testdata", "cmd", "builtin":
			return fs.SkipDir
		}
		// Readers of binary formats: large, and hardly a map in their interfaces.
		if rel == "debug" || rel == "unsafe" {
			return fs.SkipDir
		}
		if pkg, err := build.ImportDir(p, 0); err == nil && pkg.Name != "main" {
			list = append(list, rel)
		}
		return nil
	})
	return list, err
}

// readExtra adds the declarations below dir, keyed by their path relative to it.
func readExtra(dir string, into map[string]string) error {
	return filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, filepath.Dir(p))
		into[filepath.ToSlash(rel)] = string(text)
		return nil
	})
}

// keepConst says whether the constant is worth its bytes. Package syscall has
// thousands that only matter to one system.
func keepConst(obj types.Object) bool {
	if obj.Pkg().Path() != "syscall" {
		return true
	}
	for _, prefix := range []string{"SIG", "O_", "E", "S_I"} {
		if strings.HasPrefix(obj.Name(), prefix) {
			return true
		}
	}
	return false
}
