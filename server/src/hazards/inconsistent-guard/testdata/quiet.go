// Fields whose accesses all hold the guard, in some way or other.
package p

import (
	"maps"
	"sync"
)

// helper has its access in functions whose callers hold the lock, three levels up.
type helper struct {
	mu sync.Mutex
	m  map[string]int
}

func (h *helper) one(k string)   { h.two(k) }
func (h *helper) two(k string)   { h.three(k) }
func (h *helper) three(k string) { h.m[k]++ }

func (h *helper) Add(k string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.one(k)
}

func (h *helper) Remove(k string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.m, k)
}

func (h *helper) Get(k string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.m[k]
}

// named says by names and comments that the caller holds the lock.
type named struct {
	mu sync.Mutex
	m  map[string]int
}

func (n *named) Set(k string, v int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.m[k] = v
}

func (n *named) Get(k string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.m[k]
}

// GetLocked is for callers with the lock.
func (n *named) GetLocked(k string) int { return n.m[k] }

func (n *named) SetNoLock(k string, v int) { n.m[k] = v }

// Peek reads. The caller must hold n.mu.
func (n *named) Peek(k string) int { return n.m[k] }

// Drop forgets. Lock is held on entry.
func (n *named) Drop(k string) { delete(n.m, k) }

// Sweep must be called with n.mu locked.
func (n *named) Sweep() { clear(n.m) }

// constructed is filled before anybody else knows it.
type constructed struct {
	mu sync.Mutex
	m  map[string]int
}

// NewConstructed makes one.
func NewConstructed(names ...string) *constructed {
	c := &constructed{m: map[string]int{}}
	for i, name := range names {
		c.m[name] = i
	}
	c.fill()
	return c
}

// FromList makes one under another name.
func FromList(names []string) *constructed {
	var c constructed
	c.m = make(map[string]int)
	for i, name := range names {
		c.m[name] = i
	}
	return &c
}

func (c *constructed) fill() { c.m["first"] = 1 }

func (c *constructed) Set(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v
}

func (c *constructed) Get(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m[k]
}

// manners takes the lock in all manners of ways.
type manners struct {
	sync.RWMutex
	m map[string]int
}

func (w *manners) Arms(k string, b bool) {
	if b {
		w.Lock()
	} else {
		w.Lock()
		w.m["else"]++
	}
	w.m[k]++
	w.Unlock()
}

func (w *manners) Early(k string) int {
	w.RLock()
	if v, ok := w.m[k]; ok {
		w.RUnlock()
		return v
	}
	w.RUnlock()
	w.Lock()
	defer w.Unlock()
	w.m[k] = 1
	return 1
}

func (w *manners) Tried(k string) bool {
	if !w.TryLock() {
		return false
	}
	defer w.Unlock()
	w.m[k] = 2
	return true
}

func (w *manners) TriedInside(k string) {
	if w.TryLock() {
		w.m[k] = 3
		w.Unlock()
	}
}

func (w *manners) Deferred(k string) {
	w.Lock()
	defer func() {
		delete(w.m, k)
		w.Unlock()
	}()
	w.m[k]++
}

func (w *manners) Again(names []string) {
	w.Lock()
	for _, name := range names {
		w.m[name]++
		w.Unlock()
		_ = name + "!"
		w.Lock()
	}
	w.Unlock()
}

func (w *manners) Switch(k string, n int) {
	w.Lock()
	switch n {
	case 0:
		w.m[k] = 0
	case 1:
		w.Unlock()
		return
	default:
		w.m[k] = n
	}
	w.Unlock()
}

func (w *manners) with(f func()) {
	w.Lock()
	defer w.Unlock()
	f()
}

func (w *manners) Callback(k string) {
	w.with(func() { w.m[k]++ })
}

func (w *manners) outer(f func()) { w.with(f) }

func (w *manners) CallbackOfCallback(k string) {
	w.outer(func() { w.m[k]++ })
}

func (w *manners) Copy() map[string]int {
	w.RLock()
	defer w.RUnlock()
	return maps.Clone(w.m)
}

func (w *manners) Use() int {
	own := w.Copy()
	own["extra"] = 1
	return len(own)
}

// shared is guarded by the mutex of another struct, by a stable path.
type controller struct {
	mu sync.Mutex
	n  *node
}

type node struct {
	ctrl *controller
	m    map[string]int
}

func (n *node) Set(k string, v int) {
	n.ctrl.mu.Lock()
	defer n.ctrl.mu.Unlock()
	n.m[k] = v
}

func (n *node) Get(k string) int {
	n.ctrl.mu.Lock()
	defer n.ctrl.mu.Unlock()
	return n.m[k]
}

func (c *controller) Drop(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.n.m, k)
}

// swapped takes the whole map out under the lock, and then owns it.
type swapped struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *swapped) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
}

func (s *swapped) Has(k string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.m[k] > 0
}

func (s *swapped) Flush() int {
	s.mu.Lock()
	taken := s.m
	s.m = map[string]int{}
	s.mu.Unlock()
	sum := 0
	for _, n := range taken {
		sum += n
	}
	return sum
}

// readOnly has a second map that nobody writes after construction.
type readOnly struct {
	mu    sync.Mutex
	m     map[string]int
	names map[string]string
}

// NewReadOnly makes one.
func NewReadOnly() *readOnly {
	return &readOnly{m: map[string]int{}, names: map[string]string{"a": "b"}}
}

func (r *readOnly) Set(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.m[r.names[k]]++
}

func (r *readOnly) Get(k string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.m[r.names[k]]
}

func (r *readOnly) Name(k string) string { return r.names[k] }

// slices are no maps.
type slices struct {
	mu sync.Mutex
	s  []int
}

func (s *slices) Set(i, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.s[i] = v
}

func (s *slices) Put(i, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.s[i] = v
}

func (s *slices) Get(i int) int { return s.s[i] }

// A lock for the time of setting up does not guard what is only read later.
type pushed struct {
	initMutex sync.Mutex
	services  map[string]int
	done      bool
}

func (p *pushed) Update(names []string) {
	p.initMutex.Lock()
	defer p.initMutex.Unlock()
	if p.done {
		return
	}
	for _, name := range names {
		p.services[name] = len(p.services)
	}
	p.services[""] = 0
	p.done = true
}

func (p *pushed) Service(name string) int { return p.services[name] }

// All who write hold the manager's lock as well; so does who starts a provider, but for one caller.
type provider struct {
	name string
	mu   sync.Mutex
	subs map[string]bool
}

type providers struct {
	mtx sync.Mutex
	all []*provider
}

func (m *providers) Apply(names []string) {
	m.mtx.Lock()
	defer m.mtx.Unlock()
	for _, p := range m.all {
		p.mu.Lock()
		for _, name := range names {
			p.subs[name] = true
		}
		delete(p.subs, "")
		p.mu.Unlock()
		m.launch(p)
	}
}

func (m *providers) StartOne(p *provider) { m.launch(p) }

func (m *providers) launch(p *provider) {
	for name := range p.subs {
		println(p.name, name)
	}
}

// More misses than votes: even if a function takes the lock, too little speaks for it.
type replies struct {
	mu   sync.Mutex
	seen map[string]int
}

func (r *replies) Touch() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[""] = 0
}

func (r *replies) Poke() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen["x"] = 0
}

func (r *replies) Deliver(name string) {
	r.mu.Lock()
	r.mu.Unlock()
	if _, ok := r.seen[name]; !ok {
		r.seen[name] = 1
		delete(r.seen, "")
	}
}

// Result reads when the goroutine that fills has ended.
type crawl struct {
	mu    sync.Mutex
	pages map[string]int
	done  chan struct{}
}

func (c *crawl) Crawl(names []string) {
	defer close(c.done)
	for _, name := range names {
		c.mu.Lock()
		c.pages[name]++
		c.mu.Unlock()
	}
	c.mu.Lock()
	delete(c.pages, "")
	c.mu.Unlock()
}

func (c *crawl) Result() int {
	<-c.done
	return len(c.pages)
}
