// Who runs once at a time for a key is alone with its entry from the check to the act.
package p

import (
	"fmt"
	"sync"
)

type group interface {
	Do(key string, fn func() (int, error)) (int, error)
}

type solver struct {
	mu     sync.Mutex
	group  group
	solved map[int]int
	tries  map[string]int
}

func (s *solver) Solve(index int) (int, error) {
	return s.group.Do(fmt.Sprintf("input-%d", index), func() (int, error) {
		s.mu.Lock()
		n := s.solved[index]
		s.mu.Unlock()
		n++
		s.mu.Lock()
		s.solved[index] = n
		s.mu.Unlock()
		return n, nil
	})
}

// SolveFor counts by name, but lets one for each index run.
func (s *solver) SolveFor(index int, name string) (int, error) {
	return s.group.Do(fmt.Sprintf("input-%d", index), func() (int, error) {
		s.mu.Lock()
		n := s.tries[name]
		s.mu.Unlock()
		n++
		s.mu.Lock()
		s.tries[name] = n // want "check-then-act[hint]: map solver.tries is updated at name from what was read"
		s.mu.Unlock()
		return n, nil
	})
}
