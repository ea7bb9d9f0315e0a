package p

import "sync"

// The second caller waits until the first has run the function.
func run() int {
	n := 0
	setup := sync.OnceFunc(func() { n++ })
	done := make(chan bool)
	go func() {
		setup()
		done <- true
	}()
	setup()
	<-done
	return n
}
