package p

import "sync"

// A writer that waits between the two read locks stops the second one.
func run() int {
	var mu sync.RWMutex
	done := make(chan bool)
	n := 0
	go func() {
		mu.Lock()
		n++
		mu.Unlock()
		done <- true
	}()
	mu.RLock()
	mu.RLock()
	mu.RUnlock()
	mu.RUnlock()
	<-done
	return n
}
