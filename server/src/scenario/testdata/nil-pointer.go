package p

import "sync"

type config struct{ size int }

// The pointer is nil until the goroutine has set it.
func run() int {
	var mu sync.Mutex
	var c *config
	go func() {
		mu.Lock()
		c = &config{size: 3}
		mu.Unlock()
	}()
	mu.Lock()
	defer mu.Unlock()
	return c.size
}
