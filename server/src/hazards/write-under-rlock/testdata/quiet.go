// Reads under the read lock, and writes under the write lock.
package p

import (
	"maps"
	"net/http"
	"sync"
)

type cache struct {
	mu    sync.RWMutex
	other sync.Mutex
	m     map[string]*item
	n     map[string]int
	list  []int
	head  http.Header
}

type item struct{ hits int }

func (c *cache) Read(k string) (int, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for range c.n {
		_ = len(c.n)
	}
	own := maps.Clone(c.n)
	own[k] = 1
	v, ok := c.n[k]
	_ = c.head.Get("A")
	return v + c.n[k], ok
}

func (c *cache) Upgrade(k string) {
	c.mu.RLock()
	_, ok := c.n[k]
	c.mu.RUnlock()
	if !ok {
		c.mu.Lock()
		c.n[k] = 1
		c.head.Set("A", "b")
		c.mu.Unlock()
	}
}

// Element writes what an entry points to, not the map.
func (c *cache) Element(k string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.m[k].hits++
	c.list[0]++
}

// BothLocks holds a second lock for the writers among the readers.
func (c *cache) BothLocks(k string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	c.other.Lock()
	defer c.other.Unlock()
	c.n[k]++
}

func (c *cache) Local(k string) map[string]int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	copied := make(map[string]int, len(c.n))
	for key, v := range c.n {
		copied[key] = v
	}
	copied[k]++
	delete(copied, "")
	return copied
}

// Either takes the lock that it needs.
func (c *cache) Either(k string, write bool) {
	if write {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n[k] = 2
		return
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	_ = c.n[k]
}

// plugin guards its own map with another lock than the one that is held for reading.
type plugin struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (p *plugin) See(k string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[k] = true
}

func (c *cache) Tell(p *plugin, k string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	p.See(k)
}

// worker has a map that only its one goroutine knows, and reads the settings under the lock.
type worker struct {
	mu       sync.RWMutex
	settings map[string]int
	done     map[string]int
}

func start() *worker {
	w := &worker{settings: map[string]int{}, done: map[string]int{}}
	go w.run()
	return w
}

func (w *worker) run() {
	for {
		w.mu.RLock()
		w.done["a"] += w.settings["a"]
		w.mu.RUnlock()
	}
}

func (w *worker) Configure(k string, v int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settings[k] = v
}

// A lock that is taken for reading or for writing, as a flag says.
type either struct {
	rw sync.RWMutex
	m  map[string]int
}

func (e *either) lock(reads bool) {
	if reads {
		e.rw.RLock()
	} else {
		e.rw.Lock()
	}
}

func (e *either) unlock(reads bool) {
	if reads {
		e.rw.RUnlock()
	} else {
		e.rw.Unlock()
	}
}

func (e *either) Get(k string) int {
	e.lock(true)
	defer e.unlock(true)
	return e.m[k]
}

func (e *either) Peek(k string) int {
	e.rw.RLock()
	defer e.rw.RUnlock()
	return e.m[k]
}

func (e *either) Set(k string) {
	e.lock(false)
	defer e.unlock(false)
	e.m[k]++
}
