package p

// Nobody ever receives from a nil channel.
func run() int {
	var ch chan int
	go func() { ch <- 1 }()
	return <-ch
}
