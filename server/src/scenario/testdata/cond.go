package p

import "sync"

// A queue of one value: the consumer waits until there is something.
func run() int {
	var mu sync.Mutex
	cond := sync.NewCond(&mu)
	ready := false
	value := 0
	go func() {
		mu.Lock()
		value = 5
		ready = true
		mu.Unlock()
		cond.Signal()
	}()
	mu.Lock()
	for !ready {
		cond.Wait()
	}
	got := value
	mu.Unlock()
	return got
}
