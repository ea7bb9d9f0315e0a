// Checks and acts in different critical sections.
package p

import (
	"errors"
	"fmt"
	"sync"
)

var errExists = errors.New("exists")

type store struct {
	mu    sync.RWMutex
	items map[string]int
	lists map[string][]int
	conns map[string]*conn
	known sync.Map
}

type conn struct {
	mu   sync.Mutex
	sent int
}

// Add counts on from a number that may be old.
func (s *store) Add(k string, n int) {
	s.mu.RLock()
	old := s.items[k]
	s.mu.RUnlock()
	s.mu.Lock()
	s.items[k] = old + n // want "check-then-act[hint]: map store.items is updated at k from what was read before"
	s.mu.Unlock()
}

// Step changes the number in between.
func (s *store) Step(k string) {
	s.mu.Lock()
	n := s.items[k]
	s.mu.Unlock()
	n++
	s.mu.Lock()
	s.items[k] = n // want "check-then-act[hint]: map store.items is updated at k from what was read before"
	s.mu.Unlock()
}

// Append loses what others append.
func (s *store) Append(k string, v int) {
	s.mu.RLock()
	list := s.lists[k]
	s.mu.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lists[k] = append(list, v) // want "check-then-act[hint]: map store.lists is updated at k from what was read before"
}

func merge(old, v any) (any, error) { return v, nil }

type scratch struct {
	mu     sync.RWMutex
	values map[string]any
}

// Merge puts in what was made of the old value.
func (s *scratch) Merge(k string, v any) error {
	s.mu.RLock()
	old, found := s.values[k]
	s.mu.RUnlock()
	next := v
	if found {
		var err error
		next, err = merge(old, v)
		if err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.values[k] = next // want "check-then-act[hint]: map scratch.values is updated at k from what was read before"
	s.mu.Unlock()
	return nil
}

// Values gives the map away, which is another matter.
func (s *scratch) Values() map[string]any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.values // want "guarded-map-escapes: map scratch.values"
}

// Register lets two callers in.
func (s *store) Register(k string, v int) error {
	s.mu.RLock()
	_, ok := s.items[k]
	s.mu.RUnlock()
	if ok {
		return errExists
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k] = v // want "check-then-act[hint]: map store.items was checked for k before .*, not refused"
	return nil
}

// Conn gives two callers two connections, and keeps one.
func (s *store) Conn(k string) *conn {
	s.mu.RLock()
	c, ok := s.conns[k]
	s.mu.RUnlock()
	if ok {
		return c
	}
	c = &conn{}
	s.mu.Lock()
	s.conns[k] = c // want "check-then-act[hint]: map store.conns was checked for k before .* while it is in use"
	s.mu.Unlock()
	return c
}

// Count adds up in a sync.Map.
func (s *store) Count(k string) {
	v, _ := s.known.Load(k)
	n, _ := v.(int)
	s.known.Store(k, n+1) // want "check-then-act[hint]: map store.known is updated at k by Load and Store"
}

// Once lets two callers in.
func (s *store) Once(k string) error {
	if _, ok := s.known.Load(k); ok {
		return fmt.Errorf("%s: %w", k, errExists)
	}
	s.known.Store(k, true) // want "check-then-act[hint]: map store.known is checked for k by Load, then stored"
	return nil
}

type pool struct {
	mu    sync.Mutex
	conns map[string]*conn
	tries map[string]int
}

// Dial counts its tries, which keeps nobody out.
func (p *pool) Dial(addr string) *conn {
	p.mu.Lock()
	c := p.conns[addr]
	if c != nil {
		p.mu.Unlock()
		return c
	}
	p.tries[addr] = p.tries[addr] + 1
	p.mu.Unlock()
	c = &conn{}
	p.mu.Lock()
	p.conns[addr] = c // want "check-then-act[hint]: "
	p.mu.Unlock()
	return c
}

// Renew makes the new connection of the one that it found, or of none.
func (s *store) Renew(k string, fresh bool) {
	s.mu.RLock()
	c := s.conns[k]
	s.mu.RUnlock()
	if fresh {
		c = &conn{}
	}
	next := renewed(c)
	s.mu.Lock()
	s.conns[k] = next // want "check-then-act[hint]: map store.conns is updated at k from what was read before"
	s.mu.Unlock()
}

func renewed(c *conn) *conn { return &conn{sent: c.sent + 1} }

type visits struct {
	mu     sync.Mutex
	byPage map[string]int
}

// Follow counts in several goroutines, and that is seen here.
func (v *visits) Follow(pages <-chan string) {
	for range 4 {
		go func() {
			for page := range pages {
				v.count(page)
			}
		}()
	}
}

func (v *visits) count(page string) {
	v.mu.Lock()
	n := v.byPage[page]
	v.mu.Unlock()
	v.mu.Lock()
	v.byPage[page] = n + 1 // want "check-then-act: map visits.byPage is updated at page from what was read before"
	v.mu.Unlock()
}
