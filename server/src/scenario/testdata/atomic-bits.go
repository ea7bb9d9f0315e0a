package p

import "sync/atomic"

// Or and And give the old value.
func run() (uint32, uint32) {
	var flags atomic.Uint32
	done := make(chan bool)
	go func() {
		flags.Or(2)
		done <- true
	}()
	old := flags.Or(1)
	<-done
	flags.And(^uint32(1))
	return old, flags.Load()
}
