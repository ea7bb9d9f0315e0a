package p

import "sync"

// Whoever comes last decides.
func run() (string, bool) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	name := "nobody"
	set := func(s string) {
		mu.Lock()
		name = s
		mu.Unlock()
	}
	wg.Go(func() { set("ann") })
	wg.Go(func() { set("bob") })
	wg.Wait()
	return name, name == "ann"
}
