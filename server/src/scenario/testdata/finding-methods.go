package p

// scenario: finding

import "sync"

// Registry is used by many goroutines.
type Registry struct {
	mu      sync.Mutex
	workers map[string]int
}

func (r *Registry) Assign(job string, worker int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.workers[job] = worker
}

func (r *Registry) Worker(job string) (int, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	worker, ok := r.workers[job]
	return worker, ok
}

func (r *Registry) Finish(job string) {
	delete(r.workers, job)
}
