package p

// The values come in the order in which they were sent.
func run() (int, int, bool) {
	ch := make(chan int, 2)
	go func() {
		ch <- 1
		ch <- 2
		ch <- 3
		close(ch)
	}()
	a := <-ch
	b := <-ch
	<-ch
	_, ok := <-ch
	return a, b, ok
}
