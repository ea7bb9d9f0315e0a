package p

import (
	"sync/atomic"
	"time"
)

// The function may run before or after the load.
func run() int32 {
	var fired atomic.Int32
	time.AfterFunc(time.Microsecond, func() { fired.Store(1) })
	time.Sleep(time.Microsecond)
	return fired.Load()
}
