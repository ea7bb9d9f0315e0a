package p

import "sync"

// Deferred calls of all turns run at the end of the function.
func work(mu *sync.Mutex, m map[int]int) {
	mu.Lock()
	defer mu.Unlock()
	for i := range 2 {
		defer func() { m[i]++ }()
	}
}

func run() int {
	var mu sync.Mutex
	m := map[int]int{}
	done := make(chan bool)
	go func() {
		work(&mu, m)
		done <- true
	}()
	work(&mu, m)
	<-done
	return m[0] + m[1]
}
