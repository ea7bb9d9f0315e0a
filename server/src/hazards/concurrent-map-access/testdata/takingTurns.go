package takingturns

import "sync"

// walk has its workers call visit one after the other.
func walk(keys []string, visit func(string) bool) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	feed := make(chan string)
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for key := range feed {
				mu.Lock()
				isNew := visit(key)
				mu.Unlock()
				println(isNew)
			}
		}()
	}
	for _, key := range keys {
		feed <- key
	}
	close(feed)
	wg.Wait()
}

// rush has its workers call visit under a lock that each has for itself.
func rush(keys []string, visit func(string) bool) {
	var wg sync.WaitGroup
	for _, key := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var mu sync.Mutex
			mu.Lock()
			println(visit(key))
			mu.Unlock()
		}()
	}
	wg.Wait()
}

func Walked(keys []string) int {
	seen := map[string]bool{}
	walk(keys, func(key string) bool {
		if seen[key] {
			return false
		}
		seen[key] = true
		return true
	})
	return len(seen)
}

func Rushed(keys []string) int {
	seen := map[string]bool{}
	rush(keys, func(key string) bool {
		if seen[key] {
			return false
		}
		seen[key] = true // want "concurrent-map-access: "
		return true
	})
	return len(seen)
}
