package p

import "sync"

// The lock is released before Done, since deferred calls run last in, first out.
func run() (n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	wg.Add(1)
	defer func() { n *= 2 }()
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		n++
	}()
	mu.Lock()
	n += 10
	mu.Unlock()
	wg.Wait()
	return n
}
