// A registry gives its map away. The lock protects the way out of the method,
// not what the caller does with the map afterwards.
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

// Workers returns the map itself: a map value is a pointer.
func (r *Registry) Workers() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.workers
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
