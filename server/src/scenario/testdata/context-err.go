package p

import "context"

// Err is nil until the context is cancelled.
func run() (bool, bool) {
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	before := ctx.Err() != nil
	<-ctx.Done()
	return before, ctx.Err() != nil
}
