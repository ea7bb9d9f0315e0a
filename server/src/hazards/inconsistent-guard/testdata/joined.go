// Goroutines that their starter waits for, and what its caller does after that.
package p

import (
	"sync"
)

type loader struct {
	mu     sync.Mutex
	schema map[string]int
}

func (l *loader) add(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.schema[k]++
}

func (l *loader) remove(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.schema, k)
}

// mapStage ends when all of its workers have.
func (l *loader) mapStage(keys []string) {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			l.add(k)
			l.remove(k)
		}()
	}
	wg.Wait()
}

// write comes after the workers.
func (l *loader) write() int {
	n := 0
	for range l.schema {
		n++
	}
	return n
}

// early comes before them.
func (l *loader) early() int {
	return len(l.schema)
}

func load(l *loader, keys []string) int {
	n := l.early()
	l.mapStage(keys)
	return n + l.write()
}

var loads = make(chan []string)

func init() {
	go func() {
		l := newLoader()
		for keys := range loads {
			load(l, keys)
		}
	}()
}

var last *loader

func newLoader() *loader {
	last = &loader{schema: map[string]int{}}
	return last
}

type counter struct {
	mu   sync.Mutex
	seen map[string]int
}

func (c *counter) add(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[k]++
}

func (c *counter) remove(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.seen, k)
}

// report is called while the workers are at it.
func (c *counter) report() int {
	return len(c.seen) // want "inconsistent-guard: read of map counter.seen without mu"
}

func (c *counter) count(keys []string) int {
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.add(k)
			c.remove(k)
		}()
	}
	n := c.report()
	wg.Wait()
	return n
}

var counts = make(chan []string)

func init() {
	go func() {
		c := newCounter()
		for keys := range counts {
			c.count(keys)
		}
	}()
}

var lastCounter *counter

func newCounter() *counter {
	lastCounter = &counter{seen: map[string]int{}}
	return lastCounter
}
