// A cache takes the read lock to look something up, and counts the look-up in
// a second map while it holds only that.
package main

import (
	"fmt"
	"sync"
)

// Cache keeps pages by address and counts how often each was asked for.
type Cache struct {
	mu    sync.RWMutex
	pages map[string]string
	hits  map[string]int
}

// Put stores a page.
func (c *Cache) Put(address, page string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[address] = page
	c.hits[address] = 0
}

// Get returns a page. Any number of goroutines may hold the read lock at the
// same time, so all of them may write c.hits at the same time.
func (c *Cache) Get(address string) (string, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	page, ok := c.pages[address]
	if ok {
		c.hits[address]++
	}
	return page, ok
}

// Hits tells how often a page was asked for.
func (c *Cache) Hits(address string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.hits[address]
}

func main() {
	cache := &Cache{pages: make(map[string]string), hits: make(map[string]int)}
	cache.Put("/", "welcome")
	var wg sync.WaitGroup
	for reader := 0; reader < 4; reader++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 25; i++ {
				cache.Get("/")
			}
		}()
	}
	wg.Wait()
	fmt.Println("hits:", cache.Hits("/"))
}
