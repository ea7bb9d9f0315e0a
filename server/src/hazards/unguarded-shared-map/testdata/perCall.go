// An object that is made for one call, and a map that is made anew before it is filled, are no caches.
package p

import "sync"

type Op struct{ names []string }

type Solver struct {
	mu   sync.Mutex
	ins  []string
	outs map[string]int
}

func NewSolver() *Solver { return &Solver{outs: map[string]int{}} }

func (o *Op) Exec() int {
	return NewSolver().Solve(o.names)
}

func (o *Op) ExecAll() int {
	s := NewSolver()
	return s.Solve(o.names)
}

func (s *Solver) Solve(names []string) int {
	for i, name := range names {
		if _, ok := s.outs[name]; !ok {
			s.outs[name] = i
		}
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			s.mu.Lock()
			s.ins = append(s.ins, name)
			s.mu.Unlock()
		})
	}
	wg.Wait()
	return len(s.ins)
}

// Resolver is kept by who uses it.
type Resolver struct {
	mu   sync.Mutex
	ins  []string
	outs map[string]int
}

type Kept struct{ resolver *Resolver }

func (k *Kept) Exec(name string) int {
	return k.resolver.Resolve(name)
}

func (r *Resolver) Resolve(name string) int {
	r.mu.Lock()
	r.ins = append(r.ins, name)
	r.mu.Unlock()
	if _, ok := r.outs[name]; !ok {
		r.outs[name] = len(name) // want "unguarded-shared-map[callers]: write of map Resolver.outs without a lock"
	}
	return r.outs[name]
}

type Store struct {
	mu       sync.Mutex
	names    []string
	reported map[string]int
}

// Collect forgets what it reported before.
func (s *Store) Collect() []string {
	s.mu.Lock()
	names := append([]string(nil), s.names...)
	s.mu.Unlock()
	var gone []string
	for _, name := range names {
		if s.reported[name] == 0 {
			gone = append(gone, name)
		}
	}
	s.reported = make(map[string]int, len(names))
	for _, name := range names {
		s.reported[name] = 1
	}
	return gone
}
