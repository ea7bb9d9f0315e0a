package p

import "sync"

// More goroutines than are simulated: those that are left out are said, and Wait must not hang.
func run() int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	m := map[int]bool{}
	wg.Add(10)
	for i := 0; i < 10; i++ {
		go func() {
			defer wg.Done()
			mu.Lock()
			m[i] = true
			mu.Unlock()
		}()
	}
	wg.Wait()
	return 1
}
