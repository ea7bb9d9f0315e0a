package p

import "sync"

// Both goroutines add to n under the lock.
func run() int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := 1; i <= 3; i++ {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			n += i
		})
	}
	wg.Wait()
	return n
}
