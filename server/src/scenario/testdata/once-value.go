package p

import "sync"

var calls int

var load = sync.OnceValue(func() int {
	calls++
	return 7
})

// The function runs once, and both see what it gave.
func run() (int, int, int) {
	got := make(chan int)
	go func() { got <- load() }()
	a := load()
	b := <-got
	return a, b, calls
}
