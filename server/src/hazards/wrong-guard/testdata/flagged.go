// Locks that are held, and keep nobody out.
package p

import "sync"

type table struct {
	mu    sync.RWMutex
	rows  map[string]int
	other sync.Mutex
	sizes map[string]int
}

func (t *table) Put(k string, v int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[k] = v
}

func (t *table) Get(k string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.rows[k]
}

func (t *table) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.rows)
}

func (t *table) SetSize(k string, v int) {
	t.other.Lock()
	defer t.other.Unlock()
	t.sizes[k] = v
}

// Drop takes the lock of the other map.
func (t *table) Drop(k string) {
	t.other.Lock()
	defer t.other.Unlock()
	delete(t.sizes, k)
	delete(t.rows, k) // want "wrong-guard: delete of map table.rows under t.other, but mu guards it elsewhere"
}

type bag struct {
	mu   sync.Mutex
	rows map[string]int
}

func (b *bag) Put(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows[k] = 1
}

// Fresh locks a mutex that only this call has.
func (b *bag) Fresh(k string) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	b.rows[k]++ // want "wrong-guard: write of map bag.rows under mu, which is declared here"
}

// Deferred gives it back in a closure; it is the call's own all the same.
func (b *bag) Deferred(k string) {
	mu := sync.Mutex{}
	mu.Lock()
	defer func() { mu.Unlock() }()
	b.rows[k]++ // want "wrong-guard: write of map bag.rows under mu, which is declared here"
}

type node struct {
	mu   sync.Mutex
	next *node
	seen map[string]bool
}

func (n *node) Mark(k string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.seen[k] = true
}

func (n *node) Marked(k string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.seen[k]
}

// Pass locks its own node and marks the next one.
func (n *node) Pass(k string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.next.seen[k] = true // want "wrong-guard: write of map node.seen as n.next.seen under n.mu, which is the lock of another object"
}
