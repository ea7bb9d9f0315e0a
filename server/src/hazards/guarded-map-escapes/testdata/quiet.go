// Maps that stay under their lock, and those that may leave.
package p

import (
	"encoding/json"
	"maps"
	"sync"
)

type store struct {
	mu    sync.Mutex
	items map[string]int
	inner map[string]map[string]int
}

func (s *store) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k] = v
	if s.inner[k] == nil {
		s.inner[k] = make(map[string]int)
	}
	s.inner[k][k] = v
}

// Clone copies under the lock.
func (s *store) Clone() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.items)
}

// Copy copies by hand.
func (s *store) Copy() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := make(map[string]int, len(s.items))
	for k, v := range s.items {
		items[k] = v
	}
	return items
}

// Drain gives the map away for good and starts a new one.
func (s *store) Drain() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	items := s.items
	s.items = make(map[string]int)
	return items
}

// Take removes what it returns.
func (s *store) Take(k string) map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	inner := s.inner[k]
	delete(s.inner, k)
	return inner
}

// itemsLocked returns the map to those who hold the lock.
func (s *store) itemsLocked() map[string]int {
	return s.items
}

// unlocked is only called under the lock.
func (s *store) unlocked() map[string]int {
	return s.items
}

func (s *store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.unlocked()) + len(s.itemsLocked())
}

// Shared gives the map itself, so callers must not change it and must synchronize any use of it.
func (s *store) Shared() map[string]int {
	return s.items
}

// Raw must only be used while mu is held.
func (s *store) Raw() map[string]int {
	return s.items
}

// JSON uses the map under the lock alone, in a struct that nobody keeps.
func (s *store) JSON() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return json.Marshal(struct{ Items map[string]int }{s.items})
}

func sum(items map[string]int) int {
	total := 0
	for _, v := range items {
		total += v
	}
	return total
}

// Sum hands the map to a function that does not keep it.
func (s *store) Sum() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return sum(s.items)
}

// copyOnWrite replaces its map as a whole: whoever got the old one may go on reading it.
type copyOnWrite struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *copyOnWrite) Set(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := maps.Clone(c.m)
	next[k] = v
	c.m = next
}

func (c *copyOnWrite) Map() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m
}

// Each walks the map that was there when it looked.
func (c *copyOnWrite) Each(f func(string)) {
	c.mu.Lock()
	m := c.m
	c.mu.Unlock()
	for k := range m {
		f(k)
	}
}

// frozen is filled before anybody has it.
type frozen struct {
	mu sync.Mutex
	m  map[string]int
}

func newFrozen(keys []string) *frozen {
	f := &frozen{m: map[string]int{}}
	for i, k := range keys {
		f.m[k] = i
	}
	return f
}

func (f *frozen) Map() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.m
}

func (f *frozen) Get(k string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.m[k]
}

// nested asks for an inner map, and only learns whether there is one.
type nested struct {
	mu     sync.Mutex
	tables map[string]map[string]int
}

func (n *nested) Set(table, key string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var ok bool
	if _, ok = n.tables[table]; !ok {
		n.tables[table] = map[string]int{}
	}
	_ = n.tables[table]
	n.tables[table][key]++
}
