package p

import "sync"

func run() {
	groups := map[string]map[string]int{}
	var mu sync.Mutex
	add := func(group, name string) {
		mu.Lock()
		inner, ok := groups[group]
		if !ok {
			inner = make(map[string]int)
			groups[group] = inner
		}
		mu.Unlock()
		inner[name]++
	}
	var wg sync.WaitGroup
	wg.Go(func() { add("g", "a") })
	wg.Go(func() { add("g", "b") })
	wg.Wait()
}
