// A queue guards its map with one mutex and its counters with another. A method
// that needs both takes one after the other.
package main

import (
	"fmt"
	"sync"
)

// Queue holds jobs by name.
type Queue struct {
	mu   sync.Mutex
	jobs map[string]int

	statsMu sync.Mutex
	done    int
}

// Add puts a job into the queue.
func (q *Queue) Add(name string, priority int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs[name] = priority
}

// Has tells whether a job is waiting.
func (q *Queue) Has(name string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, ok := q.jobs[name]
	return ok
}

// Len returns the number of jobs that wait.
func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}

// Finish removes a job under the mutex of the map, then counts it under the other.
func (q *Queue) Finish(name string) {
	q.mu.Lock()
	delete(q.jobs, name)
	q.mu.Unlock()
	q.statsMu.Lock()
	q.done++
	q.statsMu.Unlock()
}

func main() {
	queue := &Queue{jobs: make(map[string]int)}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			name := fmt.Sprintf("job-%d", i)
			queue.Add(name, i)
			queue.Finish(name)
		}(i)
	}
	wg.Wait()
	fmt.Println("waiting:", queue.Len())
}
