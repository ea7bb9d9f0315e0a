// Every operation that reads or changes a map, against one of the other kind.
package p

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"log"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
)

type table = map[string]int

func write(m table) { m["w"] = 1 } // want "concurrent-map-access: write of map m .*iteration in clones" "concurrent-map-access: write of map src"

// Reads: the call that writes beside is in write.
func reads(m table, nested map[string]table, rows map[string][]int, funcs map[string]func(), rec map[string]struct{ f int }) {
	go func() { m["w"] = 1 }() // want "concurrent-map-access: write of map m .*read in reads"
	_ = m["a"]
	go func() { delete(nested, "a") }() // want "concurrent-map-access: delete of map nested .*read in reads"
	_, _ = nested["a"]
	go func() { clear(rows) }() // want "concurrent-map-access: clear of map rows .*read in reads"
	rows["a"][0] = 1
	go func() { funcs["a"] = nil }() // want "concurrent-map-access: write of map funcs .*read in reads"
	funcs["a"]()
	go func() { delete(rec, "a") }() // want "concurrent-map-access: delete of map rec .*read in reads"
	_ = rec["a"].f
}

func lengths(m table, byKey map[string]int) {
	go func() { m["w"]++ }() // want "concurrent-map-access: write of map m .*read in lengths"
	_ = len(m)
	go func() { byKey["a"] += 2 }() // want "concurrent-map-access: write of map byKey .*iteration in lengths"
	for range byKey {
	}
}

func appends(m map[string][]int) {
	go func() { m["a"] = append(m["a"], 1) }() // want "concurrent-map-access: write of map m .*read in appends"
	switch m["a"][0] {
	case 1:
	}
}

// The variable alone is read: nothing of the map is touched.
func variables(m table) {
	go func() { m["w"] = 1 }()
	n := m
	_ = n == nil
	fmt.Printf("%p %T\n", m, m)
}

func reassigned() {
	m := table{}
	go func() { m = table{} }() // want "concurrent-map-access: reassignment of map m .*read in reassigned"
	_ = m["a"]
}

// Packages maps and slices.
func clones(m table) {
	go write(m)
	_ = maps.Clone(m)
}

func copies(dst, src table) {
	go write(src)
	go func() { maps.Copy(dst, src) }() // want "concurrent-map-access: write of map dst .*read in copies"
	_ = dst["a"]
}

func inserts(m table, seq func(func(string, int) bool)) {
	go func() { maps.Insert(m, seq) }() // want "concurrent-map-access: write of map m .*iteration in inserts"
	_ = slices.Sorted(maps.Keys(m))
}

func deletes(m, n table) {
	go func() { maps.DeleteFunc(m, func(string, int) bool { return true }) }() // want "concurrent-map-access: delete of map m .*iteration in deletes"
	for range maps.Values(m) {
	}
	go func() { n["a"] = 1 }() // want "concurrent-map-access: write of map n .*iteration in deletes"
	_ = maps.Equal(m, n)
}

func all(m table) {
	go func() { m["a"] = 1 }() // want "concurrent-map-access: write of map m .*iteration in all"
	for range maps.All(m) {
	}
}

// Encoders and decoders.
func encodes(m table, buf *bytes.Buffer) {
	go func() { m["a"] = 1 }() // want "concurrent-map-access: write of map m .*iteration in encodes"
	_, _ = json.Marshal(m)
	_ = json.NewEncoder(buf).Encode(m)
	_ = gob.NewEncoder(buf).Encode(m)
	_ = xml.NewEncoder(buf).Encode(m)
}

func decodes(m table, data []byte) {
	go func() { _ = json.Unmarshal(data, &m) }() // want "concurrent-map-access: write of map m .*read in decodes"
	_ = m["a"]
}

func decodesPointer(m *table, buf *bytes.Buffer) {
	go func() { _ = json.NewDecoder(buf).Decode(m) }() // want "concurrent-map-access: write of map m .*read in decodesPointer"
	_ = (*m)["a"]
}

type page struct {
	Items table
	other table
}

func encodesFields(p *page, t *template.Template, buf *bytes.Buffer) {
	go func() { p.Items["a"] = 1 }() // want "concurrent-map-access: write of map page.Items .*iteration in encodesFields"
	_, _ = json.Marshal(p)
	go func() { p.other["a"] = 1 }()
	_ = t.Execute(buf, p)
}

// Printing.
func prints(m, n, o table) {
	go func() { m["a"] = 1 }() // want "concurrent-map-access: write of map m .*iteration in prints"
	fmt.Println(m)
	go func() { n["a"] = 1 }() // want "concurrent-map-access: write of map n .*iteration in prints"
	log.Printf("%d %v", 1, n)
	go func() { o["a"] = 1 }() // want "concurrent-map-access: write of map o .*iteration in prints"
	slog.Info("o", "o", o)
}

// Package reflect.
func reflects(m, n, o table) {
	go func() { m["a"] = 1 }() // want "concurrent-map-access: write of map m .*iteration in reflects"
	_ = reflect.ValueOf(m).MapKeys()
	v := reflect.ValueOf(n)
	go func() { v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf(1)) }() // want "concurrent-map-access: write of map n .*read in reflects"
	_ = n["a"]
	go func() { o["a"] = 1 }() // want "concurrent-map-access: write of map o .*iteration in reflects"
	_ = reflect.DeepEqual(m, o)
}

// Templates.
func templates(m table, t *template.Template, buf *bytes.Buffer) {
	go func() { m["a"] = 1 }() // want "concurrent-map-access: write of map m .*iteration in templates"
	_ = t.Execute(buf, m)
}

// Map types with methods.
func headers(h http.Header, v url.Values) {
	go func() { h.Set("a", "b") }() // want "concurrent-map-access: write of map h .*read in headers"
	_ = h.Get("a")
	go func() { v.Del("a") }() // want "concurrent-map-access: delete of map v .*iteration in headers"
	_ = v.Encode()
}

// Calls whose callee does it.
func calls(m table) {
	go write(m)
	read(m)
}

func read(m table) { _ = m["a"] }

// A method value, a closure and a struct that is copied share the map.
type holder struct{ m table }

func (h holder) set() { h.m["a"] = 1 } // want "concurrent-map-access: write of map holder.m .*read in shares"

func shares(h holder) {
	set := h.set
	go set()
	other := h
	go h.set()
	_ = other.m["a"]
	_ = h.m["a"]
}
