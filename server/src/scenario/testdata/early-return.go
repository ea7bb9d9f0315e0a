package p

import (
	"errors"
	"sync"
)

var errFull = errors.New("full")

type set struct {
	mu    sync.Mutex
	items map[string]bool
	max   int
}

func (s *set) add(item string) error {
	s.mu.Lock()
	if s.items[item] {
		return nil
	}
	if len(s.items) >= s.max {
		s.mu.Unlock()
		return errFull
	}
	s.items[item] = true
	s.mu.Unlock()
	return nil
}

func run() {
	s := &set{items: map[string]bool{}, max: 10}
	var wg sync.WaitGroup
	for _, item := range []string{"a", "a"} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := s.add(item); err != nil {
				panic(err)
			}
		}()
	}
	wg.Wait()
}
