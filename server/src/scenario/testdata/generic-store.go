package p

import "sync"

type store[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]V
}

func (s *store[K, V]) set(k K, v V) {
	s.mu.Lock()
	s.m[k] = v
	s.mu.Unlock()
}

func newStore[K comparable, V any]() *store[K, V] {
	return &store[K, V]{m: make(map[K]V)}
}

// Generic types are simulated as they are.
func run() int {
	s := newStore[string, int]()
	done := make(chan bool)
	go func() {
		s.set("a", 1)
		done <- true
	}()
	s.set("a", 2)
	<-done
	return s.m["a"]
}
