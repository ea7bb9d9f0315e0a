package p

import "sync/atomic"

// The goroutine never ends; run does, with whatever it has counted by then.
func run() bool {
	var beats atomic.Bool
	go func() {
		for {
			beats.Store(true)
		}
	}()
	return beats.Load()
}
