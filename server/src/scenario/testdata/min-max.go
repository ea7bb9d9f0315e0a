package p

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Builtins and a call of the package.
func run() int {
	ch := make(chan int)
	go func() { ch <- -3 }()
	return max(abs(<-ch), 2)
}
