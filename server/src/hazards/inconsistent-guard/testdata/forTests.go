// What is there for tests is called while nothing else runs.
package p

import (
	"sync"
	"testing"
)

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

// Seed is given a test: nothing but tests can call it.
func (c *Cache) Seed(t *testing.T, key string) {
	t.Helper()
	c.entries[key] = 1
}

// Check is for all kinds of them.
func (c *Cache) Check(t testing.TB, key string) {
	if c.entries[key] == 0 {
		t.Fatal("no", key)
	}
}

// testRun is the project's own, and no test.
type testRun struct{ name string }

// Note is called by whoever has such a run.
func (c *Cache) Note(run *testRun) {
	c.entries[run.name]++ // want "inconsistent-guard[warning]: write of map Cache.entries without mu"
}

// Knows and the ones after it hold the lock.
func (c *Cache) Knows(key string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.entries[key] > 0
}

func (c *Cache) Add(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key]++
}

func (c *Cache) Delete(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, key)
}

func (c *Cache) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}

// Refill puts some entries in. Tests show how to use it.
func (c *Cache) Refill(from map[string]int) {
	for key, value := range from {
		c.entries[key] = value // want "inconsistent-guard[warning]: write of map Cache.entries without mu"
	}
}
