// A queue guards its map with one mutex and its counters with another. One method
// takes the wrong one: it keeps nobody out who holds the right one.
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

// Finish removes a job and counts it, under the mutex of the counter alone.
func (q *Queue) Finish(name string) {
	q.statsMu.Lock()
	defer q.statsMu.Unlock()
	q.done++
	delete(q.jobs, name)
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
