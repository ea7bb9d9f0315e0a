// Two goroutines fill one map. They use different keys, and still race: an
// insertion moves entries, changes the count and may replace the whole table,
// so a map is one piece of memory whatever its keys are.
package main

import (
	"fmt"
	"sync"
)

func main() {
	counts := make(map[string]int)
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		for i := 0; i < 100; i++ {
			counts["even"] += 2
		}
	}()
	go func() {
		defer wg.Done()
		for i := 0; i < 100; i++ {
			counts["odd"]++
		}
	}()
	wg.Wait()
	// The WaitGroup orders this read after both writers. It does not order the
	// writers among themselves.
	fmt.Println(counts["even"], counts["odd"])
}
