// Records that are written back as a whole, and locks by key.
package p

import (
	"errors"
	"sync"
	"time"
)

type answer struct {
	text   string
	expire time.Time
}

type answers struct {
	mu     sync.Mutex
	byName map[string]answer
	ask    func(name string) string
}

// Ask writes all of the record anew: nothing of the old one is left.
func (a *answers) Ask(name string) string {
	a.mu.Lock()
	r, found := a.byName[name]
	a.mu.Unlock()
	if found && r.expire.After(time.Now()) {
		return r.text
	}
	text := a.ask(name)
	a.mu.Lock()
	defer a.mu.Unlock()
	r.text = text
	r.expire = time.Now().Add(time.Minute)
	a.byName[name] = r
	return text
}

type node struct {
	score int
	seen  time.Time
}

type crawler struct {
	mu    sync.Mutex
	nodes map[string]node
	tries map[string]int
	ping  func(name string) bool
}

// Crawl checks in several goroutines.
func (c *crawler) Crawl(names <-chan string) {
	for range 4 {
		go func() {
			for name := range names {
				c.check(name)
				c.try(name)
			}
		}()
	}
}

// check keeps a part of the record, and another check may have changed that.
func (c *crawler) check(name string) {
	c.mu.Lock()
	n := c.nodes[name]
	c.mu.Unlock()
	n.seen = time.Now()
	if c.ping(name) {
		n.score++
	}
	c.mu.Lock()
	c.nodes[name] = n // want "check-then-act[hint]: map crawler.nodes is updated at name from what was read before"
	c.mu.Unlock()
}

// try counts: of a number a part is lost for sure.
func (c *crawler) try(name string) {
	c.mu.Lock()
	n := c.tries[name]
	c.mu.Unlock()
	c.mu.Lock()
	c.tries[name] = n + 1 // want "check-then-act: map crawler.tries is updated at name from what was read before"
	c.mu.Unlock()
}

type limiter interface {
	Acquire(keys ...any) error
	Release(keys ...any)
}

var errThere = errors.New("there already")

type disk struct {
	mu     sync.Mutex
	perKey limiter
	chunks map[int]string
}

// Create is alone with its key from the check to the write.
func (d *disk) Create(id int, name string) error {
	if err := d.perKey.Acquire(id); err != nil {
		return err
	}
	defer d.perKey.Release(id)
	d.mu.Lock()
	_, found := d.chunks[id]
	d.mu.Unlock()
	if found {
		return errThere
	}
	d.mu.Lock()
	d.chunks[id] = name
	d.mu.Unlock()
	return nil
}

// Move gives the key back before it writes.
func (d *disk) Move(id int, name string) error {
	if err := d.perKey.Acquire(id); err != nil {
		return err
	}
	d.mu.Lock()
	_, found := d.chunks[id]
	d.mu.Unlock()
	d.perKey.Release(id)
	if found {
		return errThere
	}
	d.mu.Lock()
	d.chunks[id] = name // want "check-then-act[hint]: map disk.chunks was checked for id before .*, not refused"
	d.mu.Unlock()
	return nil
}
