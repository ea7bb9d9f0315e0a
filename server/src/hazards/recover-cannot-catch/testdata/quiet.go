// Recovers that are meant for panics.
package p

import (
	"log"
	"sync"
)

// Fill has a lock around the map; the recover is for the function it calls.
func Fill(keys []string, value func(string) int) map[string]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	counts := map[string]int{}
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() {
				if r := recover(); r != nil {
					log.Println("value panicked:", r)
				}
			}()
			v := value(k)
			mu.Lock()
			counts[k] = v
			mu.Unlock()
		}()
	}
	wg.Wait()
	return counts
}

// Nil writes to a nil map: that is a panic, and can be recovered.
func Nil() (ok bool) {
	defer func() { ok = recover() != nil }()
	var m map[string]int
	m["a"] = 1
	return false
}

// Render walks a map of its own; the recover is for bad templates.
func Render(render func(map[string]string)) (failed bool) {
	defer func() {
		// A template may index a map with a key that is not there.
		failed = recover() != nil
	}()
	render(map[string]string{})
	return false
}
