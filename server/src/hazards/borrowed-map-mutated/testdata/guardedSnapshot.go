package guardedsnapshot

import (
	"sync"
	"sync/atomic"
)

type node struct {
	children map[string]int
}

// tree has a lock for its node, which everybody takes.
type tree struct {
	mu   sync.Mutex
	root atomic.Pointer[node]
}

func (t *tree) grow(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.root.Load()
	n.children[name]++
}

func (t *tree) growLocked(name string) {
	n := t.root.Load()
	n.children[name]++
}

func (t *tree) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.root.Load()
	return len(n.children)
}

func (t *tree) Serve(name string) {
	t.grow(name)
	t.mu.Lock()
	t.growLocked(name)
	t.mu.Unlock()
	println(t.size())
}

type leaf struct {
	colours map[string]int
}

// bush has a lock that only its writers take.
type bush struct {
	mu   sync.Mutex
	root atomic.Pointer[leaf]
}

func (b *bush) paint(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.root.Load()
	l.colours[name]++ // want "borrowed-map-mutated: "
}

func (b *bush) colour(name string) int {
	l := b.root.Load()
	return l.colours[name]
}

func (b *bush) Serve(name string) {
	b.paint(name)
	println(b.colour(name))
}
