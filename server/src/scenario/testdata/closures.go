package p

func counter() (func() int, func() int) {
	n := 0
	return func() int { n++; return n }, func() int { return n }
}

// The two functions share n.
func run() int {
	inc, get := counter()
	done := make(chan bool)
	go func() {
		inc()
		done <- true
	}()
	<-done
	inc()
	return get()
}
