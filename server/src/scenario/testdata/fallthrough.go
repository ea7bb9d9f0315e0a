package p

func run() int {
	ch := make(chan int)
	go func() { ch <- 1 }()
	go func() { ch <- 2 }()
	n := 0
	switch v := <-ch; v {
	case 1:
		n += 1
		fallthrough
	case 2:
		n += 10
	}
	<-ch
	return n
}
