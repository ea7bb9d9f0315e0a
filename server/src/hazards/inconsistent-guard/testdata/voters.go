package p

import (
	"sync"
	"time"
)

// Run stands for code that calls a function at some time.
var Run func(func())

// A function that is handed to code we do not see takes the lock itself: it is not run under it.
type watched struct {
	values map[string]string
	lock   sync.Mutex
}

func (w *watched) Current(key string) string {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.values[key]
}

func (w *watched) Reset(key string) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.values[key] = ""
}

func (w *watched) Watch(key string, put bool) {
	Run(func() { w.handle(key, put) })
}

func (w *watched) handle(key string, put bool) {
	if put {
		w.lock.Lock()
		w.values[key] = "x"
		w.lock.Unlock()
		return
	}
	delete(w.values, key) // want "inconsistent-guard: delete of map watched.values without lock"
}

// A setup function that takes the lock, and looks before it, knows that others use the map already.
func (w *watched) setupOne(key string) {
	if _, ok := w.values[key]; !ok { // want "inconsistent-guard: read of map watched.values without lock"
		w.lock.Lock()
		w.values[key] = "new"
		w.lock.Unlock()
	}
}

func (w *watched) Add(key string) {
	Run(func() { w.setupOne(key) })
}

// What Start makes before it starts anything does not speak against the guard.
type counted struct {
	name  string
	count map[int]int

	lock  sync.Mutex
	limit int
}

func (c *counted) Start(done chan int) {
	c.count = make(map[int]int)
	c.count[0] = 1
	go func() {
		for id := range done {
			if n, ok := c.count[id]; ok { // want "inconsistent-guard: read of map counted.count without lock"
				c.lock.Lock()
				c.limit -= n
				delete(c.count, id)
				c.lock.Unlock()
			}
		}
	}()
}

func (c *counted) Note(id int) {
	c.lock.Lock()
	c.count[id] = 1
	c.lock.Unlock()
}

// Start lets the lock go too early.
type source struct {
	name    string
	started bool
	found   map[string]bool

	mu sync.Mutex
}

func (s *source) Start() {
	s.mu.Lock()
	if s.started {
		s.mu.Unlock()
		return
	}
	s.started = true
	s.mu.Unlock()
	s.found[s.name] = false // want "inconsistent-guard[warning]: write of map source.found without mu"
}

func (s *source) OnEvent(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.found[name]; ok {
		s.found[name] = true
	}
}

// A mutex that is embedded guards the struct around it.
type state struct {
	sync.RWMutex

	items map[string]int

	synced map[string]bool
}

type backend struct{ state *state }

func (b *backend) Apply(name string) {
	b.state.Lock()
	defer b.state.Unlock()
	b.state.synced[name] = true
}

func (b *backend) Ready() bool {
	for range time.Tick(time.Second) {
		for _, synced := range b.state.synced { // want "inconsistent-guard[hint]: iteration of map state.synced without RWMutex"
			if !synced {
				return false
			}
		}
	}
	return true
}

// A lock that only one caller holds orders nothing.
type client struct {
	mu      sync.Mutex
	parsers map[string]int
}

type transaction struct {
	mu     sync.Mutex
	client *client
}

func (t *transaction) Commit(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.client.Delete(id)
}

func (c *client) Has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.parsers[id]
	return ok
}

func (c *client) Add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parsers[id] = 1
}

func (c *client) Delete(id string) {
	if !c.Has(id) {
		return
	}
	delete(c.parsers, id) // want "inconsistent-guard[warning]: delete of map client.parsers without mu"
}

// Who writes says that the lock is held, and so has no vote; it is written all the same.
type stream struct {
	mu        sync.RWMutex
	consumers map[string]int
}

// Lock should be held.
func (s *stream) setConsumer(name string) { s.consumers[name] = 1 }

func (s *stream) AddConsumer(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setConsumer(name)
}

func (s *stream) NumConsumers() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.consumers)
}

func (s *stream) Consumer(name string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.consumers[name]
}

func (s *stream) Stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consumers = nil
}

func (s *stream) Update() {
	for name := range s.consumers { // want "inconsistent-guard[warning]: iteration of map stream.consumers without mu"
		println(name)
	}
}

// An embedded lock stands on top by custom: that does not say that it is for all the fields below.
type outcome struct {
	sync.Mutex
	passed  int
	results map[string]int
}

func (o *outcome) Note(name string) {
	o.Lock()
	defer o.Unlock()
	o.results[name]++
}

func (o *outcome) Result(name string) int {
	o.Lock()
	defer o.Unlock()
	return o.results[name]
}

func (o *outcome) Print() {
	for name := range o.results {
		println(name)
	}
}

func (o *outcome) Sum() int { return len(o.results) + o.passed }

// A lock of its own, with the same votes, does.
type tally struct {
	mu      sync.Mutex
	passed  int
	results map[string]int
}

func (t *tally) Note(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.results[name]++
}

func (t *tally) Result(name string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.results[name]
}

func (t *tally) Print() {
	for name := range t.results { // want "inconsistent-guard[hint]: iteration of map tally.results without mu"
		println(name)
	}
}

func (t *tally) Sum() int {
	return len(t.results) + t.passed // want "inconsistent-guard[hint]: read of map tally.results without mu"
}

// Nothing but the votes says what the lock is for, and nobody here calls both sides.
type plain struct {
	counts map[string]int
	mu     sync.Mutex
}

func (p *plain) Add(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[id]++
}

func (p *plain) Get(id string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[id]
}

func (p *plain) Len() int { return len(p.counts) }
