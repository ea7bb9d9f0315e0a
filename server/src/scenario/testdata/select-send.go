package p

// The buffer has room for one; the other value is dropped.
func run() (int, int) {
	ch := make(chan int, 1)
	done := make(chan bool)
	send := func(v int) {
		select {
		case ch <- v:
		default:
		}
		done <- true
	}
	go send(1)
	go send(2)
	<-done
	<-done
	return <-ch, len(ch)
}
