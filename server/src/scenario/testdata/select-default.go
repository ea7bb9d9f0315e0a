package p

// Either the value is there, or the default clause runs.
func run() int {
	ch := make(chan int, 1)
	go func() { ch <- 1 }()
	got := 0
	select {
	case got = <-ch:
	default:
		got = -1
	}
	return got
}
