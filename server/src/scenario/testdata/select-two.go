package p

// Any of the two may be taken.
func run() int {
	a, b := make(chan int, 1), make(chan int, 1)
	go func() { a <- 1 }()
	go func() { b <- 2 }()
	select {
	case v := <-a:
		return v
	case v := <-b:
		return v
	}
}
