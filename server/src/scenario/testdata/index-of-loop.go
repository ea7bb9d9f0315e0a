package p

import "sync"

// Both goroutines write the same elements; one of them wins each.
func run() (int, int) {
	var wg sync.WaitGroup
	var a [2]int
	for g := 1; g <= 2; g++ {
		wg.Go(func() {
			for i := range a {
				a[i] = g
			}
		})
	}
	wg.Wait()
	return a[0], a[1]
}
