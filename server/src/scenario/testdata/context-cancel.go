package p

import "context"

// The goroutine ends because the context is cancelled, or because it got the value.
func run() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan int)
	out := make(chan int, 1)
	go func() {
		select {
		case v := <-ch:
			out <- v
		case <-ctx.Done():
			out <- -1
		}
	}()
	go func() {
		select {
		case ch <- 3:
		case <-ctx.Done():
		}
	}()
	cancel()
	return <-out
}
