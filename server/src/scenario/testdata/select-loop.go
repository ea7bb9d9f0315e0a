package p

// The loop ends when quit is closed.
func run() int {
	jobs, quit := make(chan int), make(chan struct{})
	go func() {
		jobs <- 5
		close(quit)
	}()
	sum := 0
	for {
		select {
		case j := <-jobs:
			sum += j
		case <-quit:
			return sum
		}
	}
}
