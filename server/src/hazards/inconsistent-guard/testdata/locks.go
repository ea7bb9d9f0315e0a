// Every way to hold a lock: each type has two guarded accesses and one, named Bad, that misses the guard.
package p

import (
	"sync"
	"time"
)

// A lock of its own type, which counts how often it is taken.
type countingMutex struct {
	mu    sync.Mutex
	taken int
}

func (c *countingMutex) Lock() {
	c.mu.Lock()
	c.taken++
}

func (c *countingMutex) Unlock() { c.mu.Unlock() }

type wrapped struct {
	lk    countingMutex
	items map[string]int
	other countingMutex
	rest  map[string]int
}

func (w *wrapped) Set(k string) {
	w.lk.Lock()
	defer w.lk.Unlock()
	w.items[k] = 1
}

func (w *wrapped) Drop(k string) {
	w.lk.Lock()
	delete(w.items, k)
	w.lk.Unlock()
}

func (w *wrapped) SetRest(k string) {
	w.other.Lock()
	defer w.other.Unlock()
	w.rest[k] = 1
}

func (w *wrapped) DropRest(k string) {
	w.other.Lock()
	defer w.other.Unlock()
	delete(w.rest, k)
}

func (w *wrapped) Bad(k string) int {
	return w.items[k] // want "inconsistent-guard[warning]: read of map wrapped.items without lk"
}

// An embedded lock, by value and by pointer.
type embedded struct {
	sync.RWMutex
	items map[string]int
}

func (e *embedded) Set(k string) {
	e.Lock()
	defer e.Unlock()
	e.items[k] = 1
}

func (e *embedded) Get(k string) int {
	e.RLock()
	defer e.RUnlock()
	return e.items[k]
}

func (e *embedded) Bad(k string) {
	e.items[k] = 2 // want "inconsistent-guard[hint]: write of map embedded.items without RWMutex"
}

type byPointer struct {
	mu    *sync.Mutex
	items map[string]int
}

func (b *byPointer) Set(k string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.items[k] = 1
}

func (b *byPointer) Drop(k string) {
	mu := b.mu
	mu.Lock()
	defer mu.Unlock()
	delete(b.items, k)
}

func (b *byPointer) Bad(k string) int {
	return b.items[k] // want "inconsistent-guard[warning]: read of map byPointer.items without mu"
}

// sync.Locker.
type locker struct {
	l     sync.Locker
	items map[string]int
}

func (l *locker) Set(k string) {
	l.l.Lock()
	defer l.l.Unlock()
	l.items[k] = 1
}

func (l *locker) Drop(k string) {
	l.l.Lock()
	defer l.l.Unlock()
	delete(l.items, k)
}

func (l *locker) Bad(k string) int {
	return l.items[k] // want "inconsistent-guard[warning]: read of map locker.items without l"
}

// Helpers that lock and unlock.
type helped struct {
	mu    sync.Mutex
	items map[string]int
}

func (h *helped) lock()   { h.mu.Lock() }
func (h *helped) unlock() { h.mu.Unlock() }

func (h *helped) locked() func() {
	h.mu.Lock()
	return h.mu.Unlock
}

func (h *helped) lockedLiteral() (unlock func()) {
	h.mu.Lock()
	return func() { h.mu.Unlock() }
}

func (h *helped) Set(k string) {
	h.lock()
	defer h.unlock()
	h.items[k] = 1
}

func (h *helped) Drop(k string) {
	defer h.locked()()
	delete(h.items, k)
}

func (h *helped) Swap(k string) {
	unlock := h.lockedLiteral()
	defer unlock()
	delete(h.items, k)
}

func (h *helped) Early(k string) {
	unlock := h.locked()
	h.items[k] = 1
	unlock()
	h.items[k] = 2 // want "inconsistent-guard: write of map helped.items without mu"
}

func (h *helped) Twice(k string) {
	h.Drop(k)
	h.items[k]++ // want "inconsistent-guard[warning]: write of map helped.items without mu"
}

func (h *helped) Closure(k string) {
	h.mu.Lock()
	defer func() {
		h.items[k] = 1
		h.mu.Unlock()
	}()
	h.items[k] = 2
}

// unlockLater is called by a deferred closure of its caller.
func (h *helped) unlockLater() { h.mu.Unlock() }

func (h *helped) Later(k string) {
	h.lock()
	defer func() {
		if recover() != nil {
			h.items = nil
		}
		h.unlockLater()
	}()
	h.items[k] = 2
}

func (h *helped) with(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *helped) With(k string) {
	h.with(func() { h.items[k] = 1 })
	h.with(h.clearItems)
}

func (h *helped) clearItems() { clear(h.items) }

func (h *helped) Bad(k string) int {
	h.lock()
	h.unlock()
	return h.items[k] // want "inconsistent-guard[warning]: read of map helped.items without mu"
}

// TryLock.
type tried struct {
	mu    sync.Mutex
	items map[string]int
}

func (t *tried) Set(k string) bool {
	if !t.mu.TryLock() {
		return false
	}
	defer t.mu.Unlock()
	t.items[k] = 1
	return true
}

func (t *tried) Drop(k string) {
	if t.mu.TryLock() {
		delete(t.items, k)
		t.mu.Unlock()
	}
}

func (t *tried) Spin(k string) {
	for !t.mu.TryLock() {
		time.Sleep(time.Millisecond)
	}
	t.items[k] = 1
	t.mu.Unlock()
}

func (t *tried) Kept(k string) {
	ok := t.mu.TryLock()
	if ok {
		defer t.mu.Unlock()
		t.items[k] = 1
	}
}

func (t *tried) Bad(k string) {
	if t.mu.TryLock() {
		t.mu.Unlock()
	} else {
		t.items[k] = 1 // want "inconsistent-guard[warning]: write of map tried.items without mu"
	}
}

// The lock of another struct, by a stable path.
type controller struct {
	sync.Mutex
	name string
}

type node struct {
	ctrl  *controller
	items map[string]int
}

func (n *node) Set(k string) {
	n.ctrl.Lock()
	defer n.ctrl.Unlock()
	n.items[k] = 1
}

func (n *node) Drop(k string) {
	c := n.ctrl
	c.Lock()
	defer c.Unlock()
	delete(n.items, k)
}

func (n *node) Inc(k string) {
	n.ctrl.Lock()
	defer n.ctrl.Unlock()
	n.items[k]++
}

// Generic types and functions.
type shelf[K comparable, V any] struct {
	mu    sync.RWMutex
	items map[K]V
}

func (s *shelf[K, V]) Set(k K, v V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	put(s.items, k, v)
}

func (s *shelf[K, V]) Get(k K) V {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.items[k]
}

func (s *shelf[K, V]) Bad(k K, v V) {
	put(s.items, k, v) // want "inconsistent-guard[warning]: write of map shelf.items without mu"
}

func put[M ~map[K]V, K comparable, V any](m M, k K, v V) { m[k] = v }

func useShelf(s *shelf[string, int]) {
	s.mu.Lock()
	s.items["a"] = 1
	s.mu.Unlock()
}

// A value receiver copies the lock, and not the map.
type copied struct {
	mu    *sync.Mutex
	items map[string]int
}

func (c copied) Set(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[k] = 1
}

func (c copied) Drop(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.items, k)
}

func (c copied) Bad(k string) int {
	return c.items[k] // want "inconsistent-guard[warning]: read of map copied.items without mu"
}

// Maps in an embedded struct.
type base struct {
	mu    sync.Mutex
	items map[string]int
}

type derived struct {
	*base
	name string
}

func (d *derived) Set(k string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.items[k] = 1
}

func (d derived) Drop(k string) {
	d.base.mu.Lock()
	defer d.base.mu.Unlock()
	delete(d.base.items, k)
}

func (d *derived) Bad(k string) int {
	return d.items[k] // want "inconsistent-guard[warning]: read of map base.items without mu"
}

// Helpers three levels below the lock.
type levels struct {
	mu    sync.Mutex
	items map[string]int
}

func (l *levels) Set(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.one(k)
}

func (l *levels) Drop(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.two(k)
	delete(l.items, k)
}

func (l *levels) one(k string)   { l.two(k) }
func (l *levels) two(k string)   { l.three(k) }
func (l *levels) three(k string) { l.items[k]++ }

func (l *levels) Bad(k string) int {
	return l.items[k] // want "inconsistent-guard[warning]: read of map levels.items without mu"
}
