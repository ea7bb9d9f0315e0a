package guardedsnapshot

import (
	"sync"
	"sync/atomic"
)

type node struct {
	children map[string]int
}

type tree struct {
	mu   sync.Mutex
	root atomic.Pointer[node]
}

// grow changes the node under the lock of the tree.
func (t *tree) grow(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.root.Load()
	n.children[name]++
}

// growLocked does so under its caller's.
func (t *tree) growLocked(name string) {
	n := t.root.Load()
	n.children[name]++
}

// rush holds nothing.
func (t *tree) rush(name string) {
	n := t.root.Load()
	n.children[name]++ // want "borrowed-map-mutated: "
}

func (t *tree) size() int {
	return len(t.root.Load().children)
}

func (t *tree) Serve(name string) {
	t.grow(name)
	t.mu.Lock()
	t.growLocked(name)
	t.mu.Unlock()
	t.rush(name)
	println(t.size())
}
