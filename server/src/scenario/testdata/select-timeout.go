package p

import "time"

func run() int {
	results := make(map[int]int)
	done := make(chan struct{}, 1)
	go func() {
		results[1] = 1
		done <- struct{}{}
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	return results[1]
}
