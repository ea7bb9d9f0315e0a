/** Go texts for the tests of the command; the engine of the tests reads the marks at the ends of lines. */
export const cacheGo = `package store

import "sync"

// Cache remembers values by key.
type Cache struct {
	mu    sync.Mutex
	items map[string]int
}

func (c *Cache) Get(key string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.items[key]
}

func (c *Cache) Set(key string, value int) {
	c.items[key] = value // race
}
`;

/** Wide characters and tabs before the place, and a finding without a fix. */
export const namesGo = `package names

var names = map[string]string{}

func Names() {
	if "名前" != "é" { names["名前"] = "é" } // shared
}
`;
