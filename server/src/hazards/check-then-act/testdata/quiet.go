// Checks that are repeated, acts that are harmless, and pairs under one lock.
package p

import (
	"errors"
	"sync"
)

type store struct {
	mu    sync.RWMutex
	items map[string]int
	conns map[string]*conn
	texts map[string]*text
	known sync.Map
}

type conn struct {
	mu   sync.Mutex
	sent int
}

type text struct {
	lines []string
}

// Together reads and writes in one section.
func (s *store) Together(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.items[k]
	s.items[k] = n + 1
}

// Twice looks again before it acts.
func (s *store) Twice(k string) *conn {
	s.mu.RLock()
	c, ok := s.conns[k]
	s.mu.RUnlock()
	if ok {
		return c
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.conns[k]; ok {
		return c
	}
	c = &conn{}
	s.conns[k] = c
	return c
}

// Early gives the lock back on the way out only.
func (s *store) Early(k string, v int) error {
	s.mu.Lock()
	if _, ok := s.items[k]; ok {
		s.mu.Unlock()
		return errors.New("exists")
	}
	s.items[k] = v
	s.mu.Unlock()
	return nil
}

// Memo computes a value twice at worst: both are the same.
func (s *store) Memo(k string) int {
	s.mu.RLock()
	v, ok := s.items[k]
	s.mu.RUnlock()
	if ok {
		return v
	}
	v = len(k)
	s.mu.Lock()
	s.items[k] = v
	s.mu.Unlock()
	return v
}

type answer struct {
	value int
	err   error
}

type asker struct {
	mu      sync.RWMutex
	answers map[string]answer
}

// Ask remembers errors, too: the one that is returned was found in the map.
func (a *asker) Ask(k string) (int, error) {
	a.mu.RLock()
	known, ok := a.answers[k]
	a.mu.RUnlock()
	if ok {
		return known.value, known.err
	}
	v := len(k)
	a.mu.Lock()
	a.answers[k] = answer{value: v}
	a.mu.Unlock()
	return v, nil
}

// Other stores what was made of something else.
func (s *store) Other(k string) int {
	s.mu.RLock()
	v, ok := s.items[k]
	s.mu.RUnlock()
	if ok {
		return v
	}
	made := compute(k)
	s.mu.Lock()
	s.items[k] = made
	s.mu.Unlock()
	return made
}

func compute(k string) int { return len(k) }

// Text makes an equal object twice at worst, and nobody changes it.
func (s *store) Text(k string) *text {
	s.mu.RLock()
	t, ok := s.texts[k]
	s.mu.RUnlock()
	if ok {
		return t
	}
	t = &text{lines: []string{k}}
	s.mu.Lock()
	s.texts[k] = t
	s.mu.Unlock()
	return t
}

// OtherKey reads one entry and writes another.
func (s *store) OtherKey(from, to string) {
	s.mu.RLock()
	n := s.items[from]
	s.mu.RUnlock()
	s.mu.Lock()
	s.items[to] = n + 1
	s.mu.Unlock()
}

// Atomic is one operation.
func (s *store) Atomic(k string) *conn {
	if c, ok := s.known.Load(k); ok {
		return c.(*conn)
	}
	c, _ := s.known.LoadOrStore(k, &conn{})
	return c.(*conn)
}

// Cached stores what does not depend on who was first.
func (s *store) Cached(k string) int {
	if v, ok := s.known.Load(k); ok {
		return v.(int)
	}
	v := len(k)
	s.known.Store(k, v)
	return v
}

// Guarded makes two operations one by a lock around them.
func (s *store) Guarded(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _ := s.known.Load(k)
	n, _ := v.(int)
	s.known.Store(k, n+1)
}

type pool struct {
	mu      sync.Mutex
	conns   map[string]*conn
	dialing map[string]chan struct{}
}

// Dial claims the address: whoever finds the claim waits for it.
func (p *pool) Dial(addr string) *conn {
	p.mu.Lock()
	c := p.conns[addr]
	if c != nil {
		p.mu.Unlock()
		return c
	}
	wait, ok := p.dialing[addr]
	if !ok {
		wait = make(chan struct{})
		p.dialing[addr] = wait
	}
	p.mu.Unlock()
	if !ok {
		c := &conn{}
		p.mu.Lock()
		delete(p.dialing, addr)
		close(wait)
		p.conns[addr] = c
		p.mu.Unlock()
		return c
	}
	<-wait
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conns[addr]
}

type tablet struct{ group int }

type tablets struct {
	mu     sync.Mutex
	byName map[string]*tablet
}

// Group asks elsewhere with an object of its own: what is stored is not made of what was found.
func (t *tablets) Group(name string) int {
	t.mu.Lock()
	found := t.byName[name]
	t.mu.Unlock()
	if found != nil {
		return found.group
	}
	found = &tablet{group: 1}
	out := served(found)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.byName[name] = out
	return out.group
}

func served(t *tablet) *tablet { return &tablet{group: t.group} }
