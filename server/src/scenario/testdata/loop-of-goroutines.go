package p

import "sync"

// Four goroutines, each with its own element of the slice.
func run() (int, int) {
	results := make([]int, 4)
	var wg sync.WaitGroup
	wg.Add(4)
	for i := 0; i < 4; i++ {
		go func(i int) {
			defer wg.Done()
			results[i] = i * i
		}(i)
	}
	wg.Wait()
	sum := 0
	for _, r := range results {
		sum += r
	}
	return sum, results[3]
}
