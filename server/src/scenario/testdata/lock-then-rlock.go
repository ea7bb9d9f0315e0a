package p

import "sync"

type store struct {
	mu sync.RWMutex
	m  map[string]int
}

func (s *store) get(key string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.m[key]
}

func (s *store) add(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[key] = s.get(key) + 1
}

func run() {
	s := &store{m: map[string]int{}}
	done := make(chan bool)
	go func() {
		s.add("a")
		done <- true
	}()
	<-done
}
