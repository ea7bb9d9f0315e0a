package p

func run() int {
	m := map[string]int{"a": 1}
	go func() {
		clear(m)
	}()
	return len(m)
}
