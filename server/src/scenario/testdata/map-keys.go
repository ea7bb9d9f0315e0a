package p

import "sync"

type key struct {
	kind string
	id   int
}

// Keys that are structs, and a value that came over a channel as a key.
func run() (int, int) {
	var mu sync.Mutex
	ids := make(chan int, 2)
	m := map[key]int{}
	n := map[int]int{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			id := <-ids
			mu.Lock()
			defer mu.Unlock()
			n[id] = 1
			m[key{"a", 1}]++
		})
	}
	ids <- 4
	ids <- 7
	wg.Wait()
	return len(n), m[key{"a", 1}]
}
