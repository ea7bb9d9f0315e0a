package p

import "sync"

// Only one may get the lock at a time; who does not get it goes on.
func run() (bool, int) {
	var mu sync.Mutex
	n := 0
	done := make(chan bool)
	go func() {
		mu.Lock()
		n++
		mu.Unlock()
		done <- true
	}()
	got := mu.TryLock()
	if got {
		n += 10
		mu.Unlock()
	}
	<-done
	return got, n
}
