// Functions that give their caller's lock back for a while.
package p

import "sync"

type conn struct {
	mu      sync.Mutex
	pending map[string]int
	idle    bool
}

// flush gives the lock back while it writes, where there is something to write.
func (c *conn) flush(write func()) bool {
	if c.idle {
		return false
	}
	c.mu.Unlock()
	write()
	c.mu.Lock()
	return true
}

// flushAll does so in a loop.
func (c *conn) flushAll(writes []func()) {
	for _, write := range writes {
		if !c.flush(write) {
			c.close(write)
			return
		}
	}
}

// close and flushAll call each other.
func (c *conn) close(write func()) {
	if !c.idle {
		c.idle = true
		c.flushAll([]func(){write})
	}
}

// drop gives the lock back and does not take it again when it fails.
func (c *conn) drop(write func() error) {
	c.mu.Unlock()
	if write() != nil {
		return
	}
	c.mu.Lock()
}

func (c *conn) Put(k string, write func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.flush(write)
	c.pending[k]++
}

func (c *conn) PutAll(k string, write func()) {
	c.mu.Lock()
	c.flushAll([]func(){write, write})
	c.pending[k]++
	c.mu.Unlock()
}

func (c *conn) Close(write func()) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.close(write)
	return len(c.pending)
}

func (c *conn) Size() int {
	return len(c.pending) // want "inconsistent-guard[warning]: read of map conn.pending without mu"
}

func (c *conn) Drop(k string, write func() error) {
	c.mu.Lock()
	c.drop(write)
	delete(c.pending, k) // want "inconsistent-guard[warning]: delete of map conn.pending without mu"
	c.mu.Unlock()
}

// release gives the lock back for good.
func (c *conn) release(write func()) {
	c.flush(write)
	c.mu.Unlock()
}

func (c *conn) Reset(k string, write func()) {
	c.mu.Lock()
	c.release(write)
	c.pending[k] = 0 // want "inconsistent-guard[warning]: write of map conn.pending without mu"
}
