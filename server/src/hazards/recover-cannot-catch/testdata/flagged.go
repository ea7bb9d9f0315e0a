// Recovers that do not help.
package p

import (
	"log"
	"sync"
)

// Fill recovers in each goroutine.
func Fill(keys []string) map[string]int {
	counts := map[string]int{}
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() {
				if r := recover(); r != nil { // want "recover-cannot-catch: recover does not help when map counts"
					log.Println("recovered", r)
				}
			}()
			counts[k]++ // want "concurrent-map-access: write of map counts"
		}()
	}
	wg.Wait()
	return counts
}

var cache = map[string]string{}

// Lookup says what its recover is for.
func Lookup(k string) (v string) {
	defer func() {
		// Another goroutine may write: concurrent map read and map write.
		if r := recover(); r != nil { // want "recover-cannot-catch: recover cannot catch a concurrent map access"
			v = ""
		}
	}()
	return cache[k]
}

// Store logs it.
func Store(k, v string) {
	defer func() {
		if r := recover(); r != nil { // want "recover-cannot-catch: recover cannot catch a concurrent map access"
			log.Printf("concurrent write of the map, trying again: %v", r)
		}
	}()
	cache[k] = v
}
