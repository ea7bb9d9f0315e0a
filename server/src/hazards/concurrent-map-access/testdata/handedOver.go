// Maps that a function takes for itself under the lock, and callees whose callers hold the lock.
package p

import "sync"

type conn struct {
	mu   sync.Mutex
	subs map[string]int
}

func (c *conn) serve(names chan string) {
	go c.loop(names)
	c.closeAll()
	c.dropLast()
}

func (c *conn) loop(names chan string) {
	for name := range names {
		c.mu.Lock()
		delete(c.subs, name)
		c.mu.Unlock()
	}
}

func (c *conn) closeAll() {
	c.mu.Lock()
	subs := c.subs
	c.subs = nil
	c.mu.Unlock()
	for name := range subs {
		println(name)
	}
}

// The field keeps the map: the alias is no map of its own.
func (c *conn) dropLast() {
	c.mu.Lock()
	subs := c.subs
	c.mu.Unlock()
	for name := range subs { // want "concurrent-map-access: iteration of map conn.subs runs at the same time as delete"
		println(name)
	}
}

type account struct {
	mu      sync.Mutex
	streams map[string]int
}

func (a *account) update(lock func(*account), names chan string) {
	go func() {
		for name := range names {
			a.mu.Lock()
			delete(a.streams, name)
			a.mu.Unlock()
		}
	}()
	lock(a)
	a.checkLimits()
}

// Check the limits.
// Lock should be held.
func (a *account) checkLimits() bool { return len(a.streams) > 10 }
