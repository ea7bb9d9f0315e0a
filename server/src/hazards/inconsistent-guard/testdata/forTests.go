// What is there for tests is called while nothing else runs.
package p

import "sync"

type Cache struct {
	mu      sync.RWMutex
	entries map[string]int
}

func (c *Cache) Put(key string, value int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = value
}

func (c *Cache) Get(key string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.entries[key]
}

// Fill puts some entries in for use in test code. Nothing else should call it.
func (c *Cache) Fill(from map[string]int) {
	for key, value := range from {
		c.entries[key] = value
	}
}

func (c *Cache) SizeForTest() int { return len(c.entries) }

type forTest struct{ cache *Cache }

// Has looks a key up.
func (f forTest) Has(key string) bool { return f.cache.entries[key] > 0 }

// Drain takes an entry out. Callers must serialize it with Put.
func (c *Cache) Drain(key string) { delete(c.entries, key) }

// Refill puts some entries in. Tests show how to use it.
func (c *Cache) Refill(from map[string]int) {
	for key, value := range from {
		c.entries[key] = value // want "inconsistent-guard: write of map Cache.entries without mu"
	}
}
