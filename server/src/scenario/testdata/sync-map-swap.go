package p

import "sync"

// CompareAndSwap changes what is still the old value.
func run() (bool, bool, int) {
	var m sync.Map
	m.Store("a", 1)
	other := make(chan bool)
	go func() { other <- m.CompareAndSwap("a", 1, 2) }()
	mine := m.CompareAndSwap("a", 1, 3)
	theirs := <-other
	v, _ := m.Load("a")
	return mine, theirs, v.(int)
}
