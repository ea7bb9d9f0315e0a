// Objects that find something out when they are asked, and those into which others put something.
package p

import (
	"os"
	"sync"
)

// bucket knows where it lies, and finds out once whether it is large.
type bucket struct {
	name string
	mu   sync.Mutex
	big  *bool
}

func (b *bucket) isBig() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.big != nil {
		return *b.big
	}
	info, err := os.Stat(b.name)
	big := err == nil && info.Size() > 1000
	b.big = &big
	return big
}

// counter is told.
type counter struct {
	mu    sync.Mutex
	count *int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	count := 1
	if c.count != nil {
		count = *c.count + 1
	}
	c.count = &count
}

type store struct {
	mu       sync.Mutex
	buckets  map[string]*bucket
	counters map[string]*counter
}

// Bucket makes an equal one twice at worst.
func (s *store) Bucket(name string) *bucket {
	s.mu.Lock()
	b := s.buckets[name]
	s.mu.Unlock()
	if b != nil {
		return b
	}
	b = &bucket{name: name}
	println(b.isBig())
	s.mu.Lock()
	s.buckets[name] = b
	s.mu.Unlock()
	return b
}

// Counter loses what was added to the one that is replaced.
func (s *store) Counter(name string) *counter {
	s.mu.Lock()
	c := s.counters[name]
	s.mu.Unlock()
	if c != nil {
		return c
	}
	c = &counter{}
	c.add()
	s.mu.Lock()
	s.counters[name] = c // want "check-then-act[hint]: map store.counters was checked for name before .* while it is in use"
	s.mu.Unlock()
	return c
}
