// A registry gives away copies of its map, made under the lock. What the caller
// does with a copy is its own business.
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

// Workers returns a copy, which nobody else has.
func (r *Registry) Workers() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	workers := make(map[string]int, len(r.workers))
	for job, worker := range r.workers {
		workers[job] = worker
	}
	return workers
}

func main() {
	registry := &Registry{workers: make(map[string]int)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for worker := 0; worker < 1000; worker++ {
			registry.Assign(fmt.Sprintf("job-%d", worker), worker)
		}
	}()
	busy := 0
	for range registry.Workers() {
		busy++
	}
	<-done
	fmt.Println("jobs seen on the way:", busy)
}
