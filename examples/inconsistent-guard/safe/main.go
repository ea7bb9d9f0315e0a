// A registry guards its map with a mutex, in every method.
package main

import (
	"fmt"
	"sync"
)

// Registry remembers which worker serves a job.
type Registry struct {
	mu      sync.Mutex
	workers map[string]int
}

// Assign gives a job to a worker.
func (r *Registry) Assign(job string, worker int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.workers[job] = worker
}

// Worker returns the worker of a job.
func (r *Registry) Worker(job string) (int, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	worker, ok := r.workers[job]
	return worker, ok
}

// Finish forgets a job.
func (r *Registry) Finish(job string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.workers, job)
}

func main() {
	registry := &Registry{workers: make(map[string]int)}
	var wg sync.WaitGroup
	for worker := 0; worker < 4; worker++ {
		wg.Add(1)
		go func(worker int) {
			defer wg.Done()
			job := fmt.Sprintf("job-%d", worker)
			registry.Assign(job, worker)
			registry.Finish(job)
		}(worker)
	}
	wg.Wait()
	_, ok := registry.Worker("job-0")
	fmt.Println("job-0 still assigned:", ok)
}
