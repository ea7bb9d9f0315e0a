package p

import "sync/atomic"

// The functions are in a slice.
func run() int32 {
	var n atomic.Int32
	steps := []func(){
		func() { n.Add(1) },
		func() { n.Add(10) },
	}
	done := make(chan bool)
	for _, step := range steps {
		go func() {
			step()
			done <- true
		}()
	}
	for range steps {
		<-done
	}
	return n.Load()
}
