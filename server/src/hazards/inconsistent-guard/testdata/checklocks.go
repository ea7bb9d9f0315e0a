// The annotations of gVisor's checklocks analyzer.
package p

import "sync"

type cache struct {
	mu sync.RWMutex
	// +checklocks:mu
	items map[string]int
}

func (c *cache) Put(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[k] = 1
}

func (c *cache) Get(k string) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.items[k]
}

// Add is called by other packages under the lock.
//
// +checklocks:c.mu
func (c *cache) Add(k string) { c.items[k]++ }

// +checklocksread:c.mu
func (c *cache) Peek(k string) int { return c.items[k] }

// +checklocksacquire:c.mu
func (c *cache) Begin() { begin(c) }

// +checklocksrelease:c.mu
func (c *cache) End() {
	c.items["end"]++
	c.mu.Unlock()
}

// Unlocked by End: what follows misses the lock.
func (c *cache) Session() {
	c.Begin()
	c.items["in"]++
	c.End()
	c.items["out"]++ // want "inconsistent-guard: write of map cache.items without mu"
}

// +checklocksignore
func (c *cache) Restore(k string) { c.items[k] = 0 }

func (c *cache) Drop(k string) {
	delete(c.items, k) // want "inconsistent-guard[warning]: delete of map cache.items without mu"
}

// begin is written in assembly in real code.
func begin(c *cache) { lock(&c.mu) }

var lock = func(mu *sync.RWMutex) { mu.Lock() }

// Add2 is called with the lock of the other object.
//
// +checklocks:other.mu
func (c *cache) Add2(other *cache, k string) { other.items[k]++ }

// A lock of the package.
var (
	tableMu sync.Mutex
	table   = map[string]int{} // guarded by tableMu
)

func Enter(k string) {
	tableMu.Lock()
	defer tableMu.Unlock()
	table[k] = 1
}

func Leave(k string) {
	tableMu.Lock()
	defer tableMu.Unlock()
	delete(table, k)
}

// +checklocks:tableMu
func Move(k string) { table[k]++ }
