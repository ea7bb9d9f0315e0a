// Copies that share no lock or no map, and structs that are not copied.
package p

import "sync"

type cache struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *cache) Set(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v
}

// A copy of shared has the same lock, by pointer.
type shared struct {
	mu *sync.Mutex
	m  map[string]int
}

func (s shared) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k] = v
}

// No lock is copied with options.
type options struct {
	labels map[string]string
}

func (o options) With(k, v string) options {
	o.labels[k] = v
	return o
}

// A holder has the guarded struct by pointer.
type holder struct {
	name  string
	cache *cache
}

func (h holder) Set(k string) {
	h.cache.mu.Lock()
	defer h.cache.mu.Unlock()
	h.cache.m[k] = 1
}

// A frozen map is written by its constructor alone.
type frozen struct {
	mu sync.Mutex
	m  map[string]int
}

func newFrozen() *frozen {
	f := &frozen{m: map[string]int{}}
	f.m["a"] = 1
	return f
}

func (f frozen) Get(k string) int { return f.m[k] }

// Fresh makes a struct of its own.
func Fresh() int {
	c := cache{m: map[string]int{}}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m["a"] = 1
	return len(c.m)
}

// Point uses a pointer to each element.
func Point(caches []cache) {
	for i := range caches {
		c := &caches[i]
		c.mu.Lock()
		c.m["a"] = 1
		c.mu.Unlock()
	}
}
