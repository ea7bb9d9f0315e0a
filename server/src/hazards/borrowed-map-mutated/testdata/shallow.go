// Copies by name that share a map with their original.
package p

import (
	"maps"
	"slices"
	"sync"
)

type node struct {
	size     int
	children map[string]bool
	stats    *stats
}

type stats struct {
	hits    int
	targets map[string]int
}

type tree struct {
	name  string
	nodes map[string]node
}

func (n *node) add(child string) {
	if n.children == nil {
		n.children = make(map[string]bool)
	}
	n.children[child] = true
}

func (n *node) hit(target string) {
	n.stats.targets[target]++
}

// Grow adds to a node of the tree: the node is a copy, its children are not.
func (t *tree) Grow(name, child string) {
	n := t.nodes[name]
	n.add(child)
	n.hit(child)
	t.nodes[name] = n
}

// clone copies the nodes with the maps in them.
func (t *tree) clone() tree {
	c := tree{name: t.name, nodes: make(map[string]node, len(t.nodes))}
	for name, n := range t.nodes {
		c.nodes[name] = n // want "borrowed-map-mutated: what .*tree.*clone copies shares map node.children with the original, and .*node.*add changes it in place"
	}
	return c
}

// clone has a map of its own for the children, not for the targets.
func (n node) clone() node {
	n.children = maps.Clone(n.children)
	if n.stats != nil {
		s := *n.stats
		n.stats = &s // want "borrowed-map-mutated: what node.clone copies shares map stats.targets with the original"
	}
	return n
}

// deepCopy clones each node.
func (t *tree) deepCopy() *tree {
	c := &tree{name: t.name, nodes: make(map[string]node, len(t.nodes))}
	for name, n := range t.nodes {
		c.nodes[name] = n.deepCopy()
	}
	return c
}

// deepCopy has all maps anew.
func (n node) deepCopy() node {
	s := stats{hits: n.stats.hits, targets: maps.Clone(n.stats.targets)}
	n.children = maps.Clone(n.children)
	n.stats = &s
	return n
}

type options struct {
	name   string
	labels map[string]string
	order  []string
}

// Label changes the options' own map.
func (o *options) Label(k, v string) { o.labels[k] = v }

// Clone names the map that both have from then on.
func (o *options) Clone() *options {
	return &options{
		name:   o.name,
		labels: o.labels,
		order:  slices.Clone(o.order),
	}
}

// CopyOptions forgets the map.
func CopyOptions(o *options) *options {
	c := *o
	c.order = slices.Clone(o.order)
	return &c // want "borrowed-map-mutated: what CopyOptions copies shares map options.labels"
}

// ShallowCopy says what it does.
func (o *options) ShallowCopy() *options {
	c := *o
	return &c
}

// Duplicate gives the copy its map afterwards.
func (o *options) Duplicate() *options {
	c := *o
	p := &c
	p.labels = maps.Clone(p.labels)
	return p
}

// CloneFor keeps the labels by reference.
func (o *options) CloneFor(name string) *options {
	c := *o
	c.name = name
	return &c
}

// Snapshot leaves the maps to a method.
func (o *options) Snapshot() *options {
	c := *o
	c.unshare()
	return &c
}

func (o *options) unshare() { o.labels = maps.Clone(o.labels) }

// A table is filled while it is built, and never after.
type table struct {
	rows map[string]int
}

// NewTable fills a new one.
func NewTable(names []string) *table {
	t := &table{rows: make(map[string]int)}
	for _, name := range names {
		t.put(name)
	}
	return t
}

func (t *table) put(name string) { t.rows[name] = len(t.rows) }

// Clone may share what nobody changes.
func (t *table) Clone() *table {
	c := *t
	return &c
}

// A handle has the same lock and the same map as all its copies.
type handle struct {
	mu    *sync.Mutex
	seen  map[string]bool
	label string
}

// See takes the lock that the copies have, too.
func (h *handle) See(k string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen[k] = true
}

// Clone is another handle for the same things.
func (h *handle) Clone() *handle {
	c := *h
	return &c
}

// Headers are given up for others before one is set.
type request struct {
	headers map[string]string
}

// Fill does not touch what it was given.
func (r *request) Fill(host string) {
	if r.headers == nil {
		r.headers = make(map[string]string)
	} else {
		r.headers = maps.Clone(r.headers)
	}
	r.headers["Host"] = host
}

// Clone may share what is given up before it is changed.
func (r request) Clone() request {
	return r
}

// A store copies files, not itself.
type store struct {
	files map[string]file
}

type file struct {
	tags map[string]string
}

// Tag changes a file's tags.
func (s *store) Tag(name, tag string) { s.files[name].tags[tag] = name }

// CopyFile makes another name for a file.
func (s *store) CopyFile(from, to string) {
	s.files[to] = s.files[from]
}

// Settings are changed by making others that take their place.
type settings struct {
	mu      sync.Mutex
	current *config
}

type config struct {
	limits map[string]int
	names  map[string]string
}

// update lets its caller change a copy.
func (s *settings) update(change func(next *config)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := &config{limits: maps.Clone(s.current.limits), names: s.current.names}
	change(next)
	s.current = next
}

// SetLimit changes the copy's own map, Rename that of everybody.
func (s *settings) SetLimit(name string, n int) {
	s.update(func(next *config) {
		next.limits[name] = n
	})
}

func (s *settings) Rename(name, to string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current.names[name] = to
}

// Clone is another config with the same maps, of which one is changed in place.
func (c *config) Clone() *config {
	next := *c
	return &next // want "borrowed-map-mutated: what .*config.*Clone copies shares map config.names with the original, and .*settings.*Rename changes it in place"
}
