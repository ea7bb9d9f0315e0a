// Copies of structs: one map, two locks.
package p

import "sync"

type cache struct {
	mu sync.Mutex
	m  map[string]int
}

// Set locks the mutex of a copy.
func (c cache) Set(k string, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v // want "copied-guard: write of map cache.m in cache.Set, which has a value receiver"
}

func (c *cache) Get(k string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m[k]
}

// Sum walks the map of the original through a copy.
func (c *cache) Sum() int {
	own := *c
	own.mu.Lock()
	defer own.mu.Unlock()
	sum := 0
	for _, v := range own.m { // want "copied-guard: iteration of map cache.m through own, a copy of its struct"
		sum += v
	}
	return sum
}

// Count gets a copy as a parameter.
func Count(c cache) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.m) // want "copied-guard: read of map cache.m through c, a copy of its struct"
}

type set struct {
	caches []cache
}

// All copies each element.
func (s *set) All() int {
	n := 0
	for _, c := range s.caches {
		c.mu.Lock()
		n += len(c.m) // want "copied-guard: read of map cache.m through c, a copy of its struct"
		c.mu.Unlock()
	}
	return n
}

type embedding struct {
	sync.RWMutex
	names map[string]bool
}

func (e embedding) Add(name string) {
	e.Lock()
	e.names[name] = true // want "copied-guard: write of map embedding.names in embedding.Add, which has a value receiver"
	e.Unlock()
}
