package p

import (
	"runtime"
	"sync/atomic"
)

func run() int {
	var ready atomic.Bool
	data := 0
	go func() {
		data = 42
		ready.Store(true)
	}()
	for !ready.Load() {
		runtime.Gosched()
	}
	return data
}
