package p

import (
	"sync"
	"sync/atomic"
)

func run() int64 {
	var n int64
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			for {
				old := atomic.LoadInt64(&n)
				if atomic.CompareAndSwapInt64(&n, old, old+int64(i)+1) {
					return
				}
			}
		})
	}
	wg.Wait()
	return n
}
