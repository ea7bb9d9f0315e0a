package p

import (
	"sync"
	"sync/atomic"
)

func run() {
	var x, y atomic.Int32
	var sawX, sawY int32
	var wg sync.WaitGroup
	wg.Go(func() {
		x.Store(1)
		sawY = y.Load()
	})
	wg.Go(func() {
		y.Store(1)
		sawX = x.Load()
	})
	wg.Wait()
	println(sawX, sawY)
}
