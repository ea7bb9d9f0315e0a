// Maps that leave the region that their lock protects.
package p

import "sync"

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k] = v
}

// All gives its callers the map itself.
func (s *store) All() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.items // want "guarded-map-escapes: map store.items, which mu guards, is returned"
}

// Alias returns another name for it.
func (s *store) Alias() (map[string]int, bool) {
	s.mu.Lock()
	all := s.items
	s.mu.Unlock()
	return all, true // want "guarded-map-escapes: map store.items, which mu guards, is returned"
}

type snapshot struct {
	items map[string]int
}

// Snapshot is none: the struct holds the map itself.
func (s *store) Snapshot() *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &snapshot{items: s.items} // want "guarded-map-escapes: map store.items, which mu guards, is returned"
}

func newSnapshot(items map[string]int) *snapshot {
	return &snapshot{items: items}
}

// Made has it put into a struct by another function.
func (s *store) Made() *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return newSnapshot(s.items) // want "guarded-map-escapes: map store.items, which mu guards, is given to newSnapshot"
}

var last map[string]int

// Publish leaves it in a package variable.
func (s *store) Publish() {
	s.mu.Lock()
	last = s.items // want "guarded-map-escapes: map store.items, which mu guards, is stored in last"
	s.mu.Unlock()
}

// Send gives it to another goroutine.
func (s *store) Send(to chan<- map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to <- s.items // want "guarded-map-escapes: map store.items, which mu guards, is sent to to"
}

type registry struct {
	lock  sync.RWMutex
	names map[string]map[string]bool
}

func (r *registry) Add(group, name string) {
	r.lock.Lock()
	if r.names[group] == nil {
		r.names[group] = make(map[string]bool)
	}
	r.names[group][name] = true
	r.lock.Unlock()
}

// Has protects the outer map only.
func (r *registry) Has(group, name string) bool {
	r.lock.RLock()
	names := r.names[group]
	r.lock.RUnlock()
	return names[name] // want "guarded-map-escapes[warning]: read of map registry.names\[...\] after lock was released"
}

// Names gives away an inner map.
func (r *registry) Names(group string) map[string]bool {
	r.lock.RLock()
	defer r.lock.RUnlock()
	return r.names[group] // want "guarded-map-escapes: map registry.names\[...\], which lock guards, is returned"
}

type names struct {
	mu sync.Mutex
	m  map[string]int
}

func (n *names) Set(k string) {
	n.mu.Lock()
	n.m[k] = 1
	n.mu.Unlock()
}

// Each walks the map that it looked up before.
func (n *names) Each(f func(string)) {
	n.mu.Lock()
	m := n.m
	n.mu.Unlock()
	for k := range m { // want "guarded-map-escapes[warning]: iteration of map names.m after mu was released"
		f(k)
	}
}

type rooms struct {
	sync.Mutex
	members map[string]map[string]int
}

func (r *rooms) Open(room string) {
	r.Lock()
	defer r.Unlock()
	r.members[room] = map[string]int{}
}

// Join changes the inner map without any lock.
func (r *rooms) Join(room, who string) {
	r.Lock()
	members := r.members[room]
	r.Unlock()
	members[who]++ // want "guarded-map-escapes[warning]: write of map rooms.members\[...\] after Mutex was released"
}

type open struct {
	mu sync.Mutex
	m  map[string]int
}

func (o *open) Set(k string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.m[k] = 1
}

func (o *open) Get(k string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.m[k]
}

// Map does not even take the lock.
func (o *open) Map() map[string]int {
	return o.m // want "guarded-map-escapes: map open.m, which mu guards, is returned"
}

type unexported struct {
	mu sync.Mutex
	m  map[string]int
}

func (u *unexported) Set(k string) {
	u.mu.Lock()
	u.m[k] = 1
	u.mu.Unlock()
}

// get is called without the lock, too.
func (u *unexported) get() map[string]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.m // want "guarded-map-escapes: map unexported.m, which mu guards, is returned"
}

func (u *unexported) Sum() int {
	sum := 0
	for _, v := range u.get() {
		sum += v
	}
	return sum
}

// nested leaves its inner map in a package variable, and asks whether there was one.
type nested struct {
	mu     sync.Mutex
	tables map[string]map[string]int
}

func (n *nested) Set(table, key string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var ok bool
	if last, ok = n.tables[table]; !ok { // want "guarded-map-escapes: map nested.tables.*, which mu guards, is stored in last"
		n.tables[table] = map[string]int{}
	}
	n.tables[table][key]++
}
