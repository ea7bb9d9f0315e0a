package p

// Two producers, one consumer.
func run() int {
	ch := make(chan int)
	done := make(chan struct{})
	sum := 0
	go func() {
		for v := range ch {
			sum = sum*10 + v
		}
		close(done)
	}()
	ch <- 1
	ch <- 2
	close(ch)
	<-done
	return sum
}
