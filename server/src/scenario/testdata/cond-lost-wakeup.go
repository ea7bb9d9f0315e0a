package p

import "sync"

// Nothing keeps the signal: when it comes before Wait, the waiter sleeps for ever.
func run() int {
	cond := sync.NewCond(&sync.Mutex{})
	go func() {
		cond.L.Lock()
		cond.Broadcast()
		cond.L.Unlock()
	}()
	cond.L.Lock()
	cond.Wait()
	cond.L.Unlock()
	return 1
}
