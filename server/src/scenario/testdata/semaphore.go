package p

import "sync"

// The channel lets one goroutine in at a time.
func run() int {
	sem := make(chan struct{}, 1)
	n := 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			sem <- struct{}{}
			defer func() { <-sem }()
			n++
		}()
	}
	wg.Wait()
	return n
}
