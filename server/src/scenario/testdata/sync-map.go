package p

import "sync"

// Load sees the entry or does not; LoadOrStore gives what came first.
func run() (bool, int, bool) {
	var m sync.Map
	done := make(chan bool)
	go func() {
		m.Store("a", 1)
		m.LoadOrStore("b", 1)
		done <- true
	}()
	_, found := m.Load("a")
	b, loaded := m.LoadOrStore("b", 2)
	<-done
	return found, b.(int), loaded
}
