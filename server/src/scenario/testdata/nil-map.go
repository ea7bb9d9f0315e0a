package p

import "sync"

// A write to a nil map panics; a read gives zero.
func run() int {
	var mu sync.Mutex
	var m map[string]int
	go func() {
		mu.Lock()
		m = map[string]int{"a": 1}
		mu.Unlock()
	}()
	mu.Lock()
	defer mu.Unlock()
	n := m["a"]
	m["b"] = 2
	return n
}
