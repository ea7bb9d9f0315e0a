// Functions that are called as values get their object from somebody who may have locked it.
package p

import "sync"

type Scheduler struct {
	mu      sync.RWMutex
	workers map[string]int
	choose  func(s *Scheduler) string
}

func NewScheduler(lowest bool) *Scheduler {
	s := &Scheduler{workers: map[string]int{}, choose: AnyWorker}
	if lowest {
		s.choose = LowestWorker
	}
	return s
}

func (s *Scheduler) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workers[name] = 1
}

func (s *Scheduler) Drop(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.workers, name)
}

func (s *Scheduler) Has(name string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.workers[name] > 0
}

func (s *Scheduler) Raise(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.workers[name] > 0 {
		s.workers[name]++
	}
}

func (s *Scheduler) Choose() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.choose(s)
}

func AnyWorker(s *Scheduler) string {
	for name := range s.workers {
		return name
	}
	return ""
}

func LowestWorker(s *Scheduler) (lowest string) {
	for name := range s.workers {
		if lowest == "" || name < lowest {
			lowest = name
		}
	}
	return lowest
}

// FirstWorker is called by its name.
func FirstWorker(s *Scheduler) string {
	for name := range s.workers { // want "inconsistent-guard[hint]: iteration of map Scheduler.workers without mu"
		return name
	}
	return ""
}

// Count is called as a value, but with the object that it belongs to.
func (s *Scheduler) Count() int {
	return len(s.workers) // want "inconsistent-guard[hint]: read of map Scheduler.workers without mu"
}

var counts = map[string]func() int{}

func (s *Scheduler) report() {
	counts["workers"] = s.Count
}
