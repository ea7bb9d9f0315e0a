package p

import "sync"

type item struct {
	mu sync.RWMutex
	n  int
}

func (i *item) read() int {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.n
}

type items struct {
	all map[*item]bool
}

func run(s *items) {
	go func() {
		for i := range s.all {
			i.read()
		}
	}()
}
