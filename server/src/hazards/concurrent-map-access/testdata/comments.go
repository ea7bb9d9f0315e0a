// What a comment says about one goroutine is believed where it stands.
package p

import "sync"

func convert(names []string) map[string]int {
	sizes := map[string]int{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			if name != "journal" {
				return
			}
			// We can change the map safely here, because we are the only
			// goroutine that ever does.
			delete(sizes, name)
			sizes["table"] = 1
		})
	}
	wg.Wait()
	return sizes
}

func convertAll(names []string) map[string]int {
	sizes := map[string]int{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			// Each goroutine has a name of its own.
			delete(sizes, name) // want "concurrent-map-access: delete of map sizes runs in several"
			sizes["table"] = 1  // want "concurrent-map-access: write of map sizes"
		})
	}
	wg.Wait()
	return sizes
}
