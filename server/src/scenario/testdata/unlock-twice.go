package p

import "sync"

func run() int {
	var mu sync.Mutex
	go func() {
		mu.Lock()
		mu.Unlock()
	}()
	mu.Lock()
	mu.Unlock()
	mu.Unlock()
	return 1
}
