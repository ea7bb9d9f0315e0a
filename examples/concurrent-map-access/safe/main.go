// Two goroutines count, each in a map of its own; main adds the maps up when
// both have ended. Nothing is shared while it is written, so no lock is needed.
package main

import (
	"fmt"
	"sync"
)

func main() {
	parts := make([]map[string]int, 2)
	var wg sync.WaitGroup
	for worker := range parts {
		wg.Add(1)
		go func(worker int) {
			defer wg.Done()
			own := make(map[string]int)
			for i := 0; i < 100; i++ {
				own[name(worker)]++
			}
			parts[worker] = own
		}(worker)
	}
	wg.Wait()

	counts := make(map[string]int)
	for _, part := range parts {
		for key, n := range part {
			counts[key] += n
		}
	}
	fmt.Println(counts["even"], counts["odd"])
}

func name(worker int) string {
	if worker == 0 {
		return "even"
	}
	return "odd"
}
