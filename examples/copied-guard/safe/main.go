// A counter whose method has a pointer receiver: all calls lock one mutex.
package main

import (
	"fmt"
	"sync"
)

// Counter counts words.
type Counter struct {
	mu     sync.Mutex
	counts map[string]int
}

// Add counts a word.
func (c *Counter) Add(word string) {
	c.mu.Lock()
	c.counts[word]++
	c.mu.Unlock()
}

func main() {
	counter := &Counter{counts: make(map[string]int)}
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			counter.Add("map")
		}()
	}
	wg.Wait()
	fmt.Println("counted:", counter.counts["map"])
}
