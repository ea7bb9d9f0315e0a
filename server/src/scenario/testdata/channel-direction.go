package p

func produce(out chan<- int, v int) { out <- v }

func double(in <-chan int, out chan<- int) { out <- 2 * <-in }

// A pipeline of two stages.
func run() int {
	first, second := make(chan int), make(chan int)
	go produce(first, 4)
	go double(first, second)
	return <-second
}
