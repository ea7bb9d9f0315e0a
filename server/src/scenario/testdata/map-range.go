package p

import "sync"

// Iteration under the lock, in any order.
func run() int {
	var mu sync.Mutex
	m := map[string]int{"a": 1, "b": 2}
	done := make(chan bool)
	go func() {
		mu.Lock()
		delete(m, "a")
		m["c"] = 4
		mu.Unlock()
		done <- true
	}()
	sum := 0
	mu.Lock()
	for _, v := range m {
		sum += v
	}
	mu.Unlock()
	<-done
	return sum
}
