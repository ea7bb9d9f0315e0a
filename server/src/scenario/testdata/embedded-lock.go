package p

import "sync"

type base struct{ sync.Mutex }

type store struct {
	base
	m map[string]int
}

func (s *store) add(k string, n int) int {
	s.Lock()
	defer s.Unlock()
	s.m[k] += n
	return s.m[k]
}

// The embedded lock is one lock.
func run() (int, int) {
	s := store{m: make(map[string]int)}
	other := make(chan int)
	go func() { other <- s.add("a", 1) }()
	mine := s.add("a", 2)
	return mine, <-other
}
