package p

import "sync/atomic"

const (
	idle = iota
	busy
	stopped
)

const limit = 2 * busy

// The states are constants of an enumeration.
func run() (int32, bool) {
	var state atomic.Int32
	won := make(chan bool)
	go func() { won <- state.CompareAndSwap(idle, busy) }()
	mine := state.CompareAndSwap(idle, stopped)
	<-won
	return state.Load() * limit, mine
}
