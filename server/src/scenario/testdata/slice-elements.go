package p

import "sync"

type counter struct{ n int }

// Ranging over a slice of pointers reaches the counters themselves.
func run() (int, int) {
	counters := []*counter{{n: 1}, {n: 5}}
	var wg sync.WaitGroup
	for _, c := range counters {
		wg.Go(func() { c.n++ })
	}
	wg.Wait()
	return counters[0].n, counters[1].n
}
