// A tally takes a lock, so there is nothing to recover from.
package main

import (
	"fmt"
	"sync"
)

// Tally counts votes.
type Tally struct {
	mu    sync.Mutex
	votes map[string]int
}

// Add counts a vote.
func (t *Tally) Add(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.votes[name]++
}

func main() {
	tally := &Tally{votes: make(map[string]int)}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			tally.Add("gopher")
		}()
	}
	wg.Wait()
	fmt.Println("votes:", tally.votes["gopher"])
}
