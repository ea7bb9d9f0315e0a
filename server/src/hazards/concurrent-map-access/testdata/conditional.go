// Goroutines that a callee starts only when it is told to.
package p

import "sync"

// each calls the function for every name, by several goroutines when it is told to.
func each(names []string, parallel int, f func(string)) {
	if parallel <= 1 {
		for _, name := range names {
			f(name)
		}
		return
	}
	var wg sync.WaitGroup
	work := make(chan string)
	for range parallel {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range work {
				f(name)
			}
		}()
	}
	for _, name := range names {
		work <- name
	}
	close(work)
	wg.Wait()
}

// Count leaves it to each whether there are goroutines.
func Count(names []string) int {
	counts := map[string]int{}
	each(names, 0, func(name string) {
		counts[name]++ // want "concurrent-map-access[hint]: write of map counts runs in several goroutines at once"
	})
	return len(counts)
}

// always has several goroutines; that there is a function at all is no choice.
func always(names []string, f func(string)) {
	if f == nil {
		return
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(name)
		}()
	}
	wg.Wait()
}

func CountAlways(names []string) int {
	counts := map[string]int{}
	always(names, func(name string) {
		counts[name]++ // want "concurrent-map-access: write of map counts runs in several goroutines at once"
	})
	return len(counts)
}
