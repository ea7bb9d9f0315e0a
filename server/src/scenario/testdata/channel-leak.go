package p

// The goroutine that comes second is never received from.
func run() int {
	ch := make(chan int)
	for i := 1; i <= 2; i++ {
		go func() { ch <- i }()
	}
	return <-ch
}
