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
func Count(names []string, parallel int) int {
	counts := map[string]int{}
	each(names, parallel, func(name string) {
		counts[name]++ // want "concurrent-map-access[hint]: write of map counts runs in several goroutines at once"
	})
	return len(counts)
}

// CountAlone wants no goroutines.
func CountAlone(names []string) int {
	counts := map[string]int{}
	each(names, 0, func(name string) {
		counts[name]++
	})
	return len(counts)
}

type options struct {
	parallel int
	sorted   bool
}

// executor gives back the function, or one that leaves it to several goroutines.
func executor(parallel int, f func(string)) (func(string), func()) {
	if parallel <= 1 {
		return f, func() {}
	}
	var wg sync.WaitGroup
	work := make(chan string)
	for range parallel {
		wg.Go(func() {
			for name := range work {
				f(name)
			}
		})
	}
	return func(name string) { work <- name }, func() {
		close(work)
		wg.Wait()
	}
}

// iterate calls the function as the options say.
func iterate(names []string, opts options, f func(string)) {
	if len(names) == 0 {
		opts.sorted = true
	}
	f, cleanup := executor(opts.parallel, f)
	defer cleanup()
	for _, name := range names {
		f(name)
	}
}

// IterateAlone leaves out how many goroutines there are.
func IterateAlone(names []string) int {
	counts := map[string]int{}
	iterate(names, options{sorted: true}, func(name string) {
		counts[name]++
	})
	return len(counts)
}

// IterateTogether has two.
func IterateTogether(names []string) int {
	counts := map[string]int{}
	iterate(names, options{parallel: 2}, func(name string) {
		counts[name]++ // want "concurrent-map-access[hint]: write of map counts runs at the same time as read"
	})
	return len(counts)
}

// withDefaults sets the number itself, where there is none.
func withDefaults(names []string, opts options, f func(string)) {
	if opts.parallel == 0 {
		opts.parallel = 4
	}
	f, cleanup := executor(opts.parallel, f)
	defer cleanup()
	for _, name := range names {
		f(name)
	}
}

// IterateByDefault leaves the number to who has a default for it.
func IterateByDefault(names []string) int {
	counts := map[string]int{}
	withDefaults(names, options{sorted: true}, func(name string) {
		counts[name]++ // want "concurrent-map-access[hint]: write of map counts runs at the same time as read"
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
