package p

import "sync"

// Only one of the two gets the entry.
func run() (bool, bool, int) {
	var m sync.Map
	m.Store("a", 1)
	other := make(chan bool)
	go func() {
		_, got := m.LoadAndDelete("a")
		other <- got
	}()
	_, mine := m.LoadAndDelete("a")
	theirs := <-other
	n := 0
	m.Range(func(key, value any) bool {
		n++
		return true
	})
	return mine, theirs, n
}
