package p

// Numbers that are worked out from what a goroutine sends.
func run() (int, int, bool) {
	ch := make(chan int)
	go func() { ch <- 7 }()
	go func() { ch <- 12 }()
	v := <-ch
	w := <-ch
	return v/2 + v%4, v<<2 | w&3, v > w && !(v == 7)
}
