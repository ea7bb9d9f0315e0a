package p

import "sync"

// Whether there is a panic depends on who comes first.
func run() int {
	var mu sync.Mutex
	ready := false
	go func() {
		mu.Lock()
		ready = true
		mu.Unlock()
	}()
	mu.Lock()
	defer mu.Unlock()
	if !ready {
		panic("not ready")
	}
	return 1
}
