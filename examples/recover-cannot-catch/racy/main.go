// A tally hopes that recover saves it from concurrent writes. It does not: the
// runtime reports them as a fatal error, and deferred functions do not run.
package main

import (
	"fmt"
	"sync"
)

// Tally counts votes.
type Tally struct {
	votes map[string]int
}

// Add counts a vote.
func (t *Tally) Add(name string) {
	defer func() {
		// Meant for "concurrent map writes", which never arrives here.
		if err := recover(); err != nil {
			fmt.Println("vote lost:", err)
		}
	}()
	t.votes[name]++
}

func main() {
	tally := &Tally{votes: make(map[string]int)}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		vote := func() {
			defer wg.Done()
			tally.Add("gopher")
		}
		go vote()
	}
	wg.Wait()
	fmt.Println("votes:", tally.votes["gopher"])
}
