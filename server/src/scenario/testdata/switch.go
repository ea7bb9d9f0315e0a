package p

// The values that the switch tells apart come from another goroutine.
func run() string {
	ch := make(chan int)
	go func() { ch <- 1 }()
	go func() { ch <- 2 }()
	v := <-ch
	name := ""
	switch v {
	case 1:
		name = "one"
	case 2:
		name = "two"
	default:
		name = "many"
	}
	<-ch
	return name
}
