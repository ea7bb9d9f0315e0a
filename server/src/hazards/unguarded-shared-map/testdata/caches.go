// Package variables that fill themselves when they are asked.
package p

import (
	"strings"
	"sync"
)

var lengths = map[string]int{}

// Length remembers what it found out, for all its callers at once.
func Length(text string) int {
	if n, ok := lengths[text]; ok {
		return n
	}
	n := len(strings.TrimSpace(text))
	lengths[text] = n // want "unguarded-shared-map[hint]: write of map lengths without a lock, but Length fills it for all its callers"
	return n
}

var fields map[string]int

// FieldByName makes the table when it is asked for the first time.
func FieldByName(name string) int {
	if fields == nil {
		fields = make(map[string]int)
		for i, field := range []string{"a", "b"} {
			fields[field] = i // want "unguarded-shared-map[hint]: write of map fields without a lock"
		}
	}
	return fields[name]
}

var visited = map[string]bool{}

// Visitor looks at nodes for whoever runs it.
type Visitor struct{ name string }

// Visit notes a node, another method asks for it.
func (v *Visitor) Visit(node string) bool {
	if strings.HasPrefix(node, v.name) {
		visited[node] = true // want "unguarded-shared-map[hint]: write of map visited without a lock"
	}
	return v.seen(node)
}

func (v *Visitor) seen(node string) bool { return visited[node] }

// A registry is filled while the program starts, and only read from then on.
var codecs = map[string]func(){}

// Register notes a codec. It panics when there is one already.
func Register(name string, codec func()) {
	if _, ok := codecs[name]; ok {
		panic("twice")
	}
	codecs[name] = codec
}

// Codec gives the codec of a name.
func Codec(name string) func() { return codecs[name] }

// An init function has the table for itself.
var table map[string]int

func init() {
	if table == nil {
		table = map[string]int{}
	}
	table["a"] = 1
}

// Entry only reads.
func Entry(name string) int { return table[name] }

// A Once fills the table before anybody reads it.
var (
	once  sync.Once
	names map[int]string
)

// Name makes the table at its first call.
func Name(id int) string {
	once.Do(func() {
		names = map[int]string{}
		names[1] = "one"
	})
	return names[id]
}

// A lock around all of it.
var (
	sizesMu sync.Mutex
	sizes   = map[string]int{}
)

// Size is a cache, too.
func Size(text string) int {
	sizesMu.Lock()
	defer sizesMu.Unlock()
	if n, ok := sizes[text]; ok {
		return n
	}
	sizes[text] = len(text)
	return sizes[text]
}

// A type that makes the map anew under its lock is used concurrently; filling the map is not guarded.
type object struct {
	refresh sync.Mutex
	size    int
	hashes  map[string]string
}

func (o *object) Refresh() {
	o.refresh.Lock()
	defer o.refresh.Unlock()
	o.size++
	o.update()
}

func newObject() *object {
	o := &object{}
	o.update()
	return o
}

func (o *object) update() { o.hashes = make(map[string]string) }

func (o *object) Hash(kind string) string {
	if hash, ok := o.hashes[kind]; ok {
		return hash
	}
	hash := strings.ToUpper(kind)
	o.hashes[kind] = hash // want "unguarded-shared-map[callers]: write of map object.hashes without a lock, but it is made anew under the lock of object \(refresh\)"
	return hash
}

// A lock that is there for other fields says nothing of this one: each transaction has one goroutine.
type transaction struct {
	iteratorsLock sync.Mutex
	iterators     int
	pending       map[string]int
}

func (t *transaction) Iterate() {
	t.iteratorsLock.Lock()
	defer t.iteratorsLock.Unlock()
	t.iterators++
}

func (t *transaction) Store(name string) bool {
	if _, ok := t.pending[name]; ok {
		return false
	}
	if t.pending == nil {
		t.pending = make(map[string]int)
	}
	t.pending[name] = len(t.pending)
	return true
}

// A type without a lock may well be used by one goroutine only.
type parser struct{ symbols map[string]int }

func (p *parser) Symbol(name string) int {
	if id, ok := p.symbols[name]; ok {
		return id
	}
	p.symbols[name] = len(p.symbols)
	return p.symbols[name]
}

// One goroutine owns the services, though the type has a lock for something else.
type client struct {
	allocLock sync.Mutex
	allocs    int
	services  map[string]int
	ops       chan string
}

func (c *client) Run() {
	for op := range c.ops {
		c.merge(op)
	}
}

func (c *client) merge(op string) {
	c.services[op] = 1
	println(len(c.services))
}

func (c *client) Allocs() int {
	c.allocLock.Lock()
	defer c.allocLock.Unlock()
	return c.allocs
}

// Who takes out what is not wanted fills no cache; a program does so before it uses the rest.
var plugins = map[string]func() bool{}

// Wanted takes out the plugins that are switched off.
func Wanted() int {
	for name, isOn := range plugins {
		if !isOn() {
			delete(plugins, name)
		}
	}
	return len(plugins)
}
