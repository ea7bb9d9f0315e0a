package p

// Who sends on a closed channel panics.
func run() int {
	ch := make(chan int, 1)
	go func() { close(ch) }()
	ch <- 1
	return <-ch
}
