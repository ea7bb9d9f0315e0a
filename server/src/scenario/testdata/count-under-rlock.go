package p

import "sync"

type cache struct {
	mu   sync.RWMutex
	hits map[string]int
}

func (c *cache) hit(key string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.hits[key]++
}

func run() {
	c := &cache{hits: make(map[string]int)}
	var wg sync.WaitGroup
	wg.Go(func() { c.hit("a") })
	wg.Go(func() { c.hit("a") })
	wg.Wait()
}
