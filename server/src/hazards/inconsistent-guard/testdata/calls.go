// Functions that say their caller holds the lock, and callers that released it.
package p

import "sync"

type stream struct {
	mu        sync.RWMutex
	consumers map[string]int
}

func (s *stream) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.consumers[name]++
}

func (s *stream) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.consumers, name)
}

// isUnique looks through all consumers.
// Lock should be held.
func (s *stream) isUnique(name string) bool {
	for other := range s.consumers {
		if other == name {
			return false
		}
	}
	return true
}

func (s *stream) countLocked() int {
	return len(s.consumers)
}

// lookup works with or without the lock. Lock should not be held by other goroutines.
func (s *stream) lookup(name string) int {
	return s.consumers[name]
}

// isLocked looks into the map, whoever holds the lock.
func (s *stream) isLocked() bool {
	return s.consumers["lock"] > 0
}

// Update releases the lock too early.
func (s *stream) Update(name string) bool {
	s.mu.Lock()
	if s.consumers[name] == 0 {
		s.mu.Unlock()
		return s.isUnique(name) // want "inconsistent-guard: isUnique is called without mu, which its caller must hold for the iteration of map stream.consumers"
	}
	unique := s.isUnique(name)
	s.mu.Unlock()
	return unique && s.lookup(name) > 0 && s.isLocked()
}

// Count has released it as well.
func (s *stream) Count() int {
	s.mu.RLock()
	one := s.countLocked()
	s.mu.RUnlock()
	return one + s.countLocked() // want "inconsistent-guard: countLocked is called without mu"
}

// Deferred calls it while the lock is held.
func (s *stream) Deferred() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.countLocked()
	s.consumers["a"] = 1
}

// Maybe takes the lock where it has to.
func (s *stream) Maybe(locked bool) int {
	if !locked {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	return s.countLocked()
}

// Other never takes it: its callers may.
func (s *stream) Other() int {
	return s.countLocked()
}

// Fresh has the other stream for itself.
func (s *stream) Fresh() int {
	s.mu.Lock()
	s.mu.Unlock()
	own := &stream{consumers: map[string]int{}}
	return own.countLocked()
}
