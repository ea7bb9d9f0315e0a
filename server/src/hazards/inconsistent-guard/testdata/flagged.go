// Fields and package variables with a guard that one access misses.
package p

import (
	"encoding/json"
	"net/http"
	"sort"
	"sync"
)

// forgetful has one method that forgets the lock.
type forgetful struct {
	mu sync.Mutex
	m  map[string]int
}

func (f *forgetful) Set(k string, v int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.m[k] = v
}

func (f *forgetful) Get(k string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.m[k]
}

func (f *forgetful) Delete(k string) {
	delete(f.m, k) // want "inconsistent-guard[hint]: delete of map forgetful.m without mu"
}

func (f *forgetful) Names() []string {
	names := make([]string, 0)
	for k := range f.m { // want "inconsistent-guard[hint]: iteration of map forgetful.m without mu"
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}

// tooLate looks before it locks, and writes after.
type tooLate struct {
	mu sync.RWMutex
	m  map[string]*int
}

func (t *tooLate) Get(k string) *int {
	if v, ok := t.m[k]; ok { // want "inconsistent-guard: read of map tooLate.m without mu"
		return v
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	v := new(int)
	t.m[k] = v
	return v
}

func (t *tooLate) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.m)
}

func (t *tooLate) Remove(k string) {
	t.mu.Lock()
	delete(t.m, k)
	t.mu.Unlock()
}

// tooEarly unlocks before the last access.
type tooEarly struct {
	mu sync.Mutex
	m  map[string]int
}

func (t *tooEarly) Add(k string) int {
	t.mu.Lock()
	t.m[k]++
	t.mu.Unlock()
	return t.m[k] // want "inconsistent-guard: read of map tooEarly.m without mu"
}

func (t *tooEarly) Reset(k string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k] = 0
}

// branchy forgets in one branch, and in a deferred function.
type branchy struct {
	mu sync.Mutex
	m  map[string]int
}

func (b *branchy) Put(k string, v int, fast bool) {
	if fast {
		b.m[k] = v // want "inconsistent-guard[warning]: write of map branchy.m without mu"
		return
	}
	b.mu.Lock()
	b.m[k] = v
	b.mu.Unlock()
}

func (b *branchy) Drop(k string) {
	b.mu.Lock()
	delete(b.m, k)
	b.mu.Unlock()
	defer func() {
		delete(b.m, "last") // want "inconsistent-guard[warning]: delete of map branchy.m without mu"
	}()
}

func (b *branchy) Take(k string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.m[k]
}

// printer hands the map to an encoder.
type printer struct {
	mu sync.Mutex
	m  map[string]int
}

func (p *printer) Set(k string, v int) {
	p.mu.Lock()
	p.m[k] = v
	p.mu.Unlock()
}

func (p *printer) Unset(k string) {
	p.mu.Lock()
	delete(p.m, k)
	p.mu.Unlock()
}

func (p *printer) JSON() ([]byte, error) {
	return json.Marshal(p.m) // want "inconsistent-guard[warning]: iteration of map printer.m without mu"
}

// inLoop locks inside the loop whose header is outside.
type inLoop struct {
	mu sync.Mutex
	m  map[string]int
}

func (l *inLoop) Set(k string, v int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.m[k] = v
}

func (l *inLoop) Expire() {
	for k, v := range l.m { // want "inconsistent-guard: iteration of map inLoop.m without mu"
		if v > 0 {
			l.mu.Lock()
			delete(l.m, k)
			l.mu.Unlock()
		}
	}
}

// handled is read by a handler, and by a function that is no method.
type handled struct {
	mu sync.RWMutex
	m  map[string]string
}

func (h *handled) Set(k, v string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.m[k] = v
}

func (h *handled) Get(k string) string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.m[k]
}

func (h *handled) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte(h.m[r.URL.Path])) // want "inconsistent-guard[warning]: read of map handled.m without mu"
}

// Lookup is no method of the type.
func Lookup(h *handled, k string) string {
	return h.m[k] // want "inconsistent-guard[hint]: read of map handled.m without mu"
}

// callee keeps the access in a helper, and one caller has no lock.
type callee struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *callee) put(k string, v int) {
	c.m[k] = v // want "inconsistent-guard[warning]: write of map callee.m without mu"
}

func (c *callee) Put(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v
}

func (c *callee) Get(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m[k]
}

func (c *callee) Import(all map[string]int) {
	for k, v := range all {
		c.put(k, v)
	}
}

// started writes in a goroutine while the starter holds the lock.
type started struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *started) Get(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.m[k]
}

func (s *started) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = v
}

func (s *started) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	go func() {
		s.m["fresh"] = 1 // want "inconsistent-guard: write of map started.m without mu"
	}()
}

// argument evaluates the map before the callee locks.
type argument struct {
	mu sync.Mutex
	m  map[string]int
}

func (a *argument) Get(k string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.m[k]
}

func (a *argument) set(k string, v int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.m[k] = v
}

func (a *argument) Double(k string) {
	a.set(k, a.m[k]*2) // want "inconsistent-guard[warning]: read of map argument.m without mu"
}

var (
	registryMu sync.Mutex
	registry   = map[string]int{}
)

// Add adds to the registry.
func Add(k string) {
	registryMu.Lock()
	defer registryMu.Unlock()
	registry[k]++
}

// Remove removes from the registry.
func Remove(k string) {
	registryMu.Lock()
	defer registryMu.Unlock()
	delete(registry, k)
}

// Has forgets the lock.
func Has(k string) bool {
	_, ok := registry[k] // want "inconsistent-guard[warning]: read of map registry without registryMu"
	return ok
}

var cache = struct {
	sync.RWMutex
	m map[string]int
}{m: map[string]int{}}

// Cached reads the cache.
func Cached(k string) int {
	cache.RLock()
	defer cache.RUnlock()
	return cache.m[k]
}

// Fill fills the cache.
func Fill(k string, v int) {
	cache.Lock()
	defer cache.Unlock()
	cache.m[k] = v
}

// Forget forgets the lock, too.
func Forget(k string) {
	delete(cache.m, k) // want "inconsistent-guard[hint]: delete of map cache.m without RWMutex"
}

// nested guards a map of maps.
type nested struct {
	mu sync.Mutex
	m  map[string]map[string]int
}

func (n *nested) Set(a, b string, v int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.m[a] == nil {
		n.m[a] = map[string]int{}
	}
	n.m[a][b] = v
}

func (n *nested) Clear(a, b string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.m[a], b)
	delete(n.m, a)
}

func (n *nested) Get(a, b string) int {
	switch n.m[a][b] { // want "inconsistent-guard[warning]: read of map nested.m.?...?.? without mu" "inconsistent-guard[warning]: read of map nested.m without mu"
	case 0:
		return 1
	}
	return 0
}

// ownMutex locks a mutex that each call makes anew.
type ownMutex struct {
	mu sync.Mutex
	m  map[string]int
}

func (o *ownMutex) Get(k string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.m[k]
}

func (o *ownMutex) Set(k string, v int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.m[k] = v
}

func (o *ownMutex) Add(k string) {
	var mu sync.Mutex
	mu.Lock()
	defer mu.Unlock()
	o.m[k]++ // want "wrong-guard: write of map ownMutex.m under mu, which is declared here"
}

// generic is a type with a parameter.
type generic[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func (g *generic[K, V]) Get(k K) V {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.m[k]
}

func (g *generic[K, V]) Set(k K, v V) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.m[k] = v
}

func (g *generic[K, V]) Len() int {
	return len(g.m) // want "inconsistent-guard[warning]: read of map generic.m without mu"
}
