// What stands behind opposite answers to one question is never both reached in one call.
package p

import "sync"

type tree struct {
	mu    sync.Mutex
	nodes map[string]int
}

func (t *tree) store(name string) { t.nodes[name]++ }

func (t *tree) commit(names []string, parallel bool) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, name := range names {
		if !parallel {
			t.store(name)
		} else {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mu.Lock()
				t.nodes[name] = 1
				mu.Unlock()
			}()
		}
	}
	if parallel {
		wg.Wait()
	}
}

func limited(names []string, workers int) map[string]int {
	nodes := make(map[string]int)
	for _, name := range names {
		if workers <= 1 {
			nodes[name]++
			continue
		}
		go func() {
			mu.Lock()
			defer mu.Unlock()
			nodes[name] = 2
		}()
	}
	return nodes
}

var mu sync.Mutex

// The goroutine is left running, and meets the call that asks for the opposite.
func (t *tree) enable(names chan string, enabled bool) {
	if enabled {
		go func() {
			for name := range names {
				t.mu.Lock()
				t.nodes[name]++
				t.mu.Unlock()
			}
		}()
	}
	if !enabled {
		t.nodes = make(map[string]int) // want "concurrent-map-access: reassignment of map tree.nodes runs at the same time"
	}
}

// The answer may have changed in between.
func (t *tree) switching(names []string, parallel bool) {
	for _, name := range names {
		if !parallel {
			t.store(name)
			parallel = len(t.nodes) > 3
		} else {
			go func() { t.nodes[name] = 1 }() // want "concurrent-map-access: write of map tree.nodes runs at the same time"
		}
	}
}

// The same answer.
func (t *tree) both(names []string, parallel bool) {
	for _, name := range names {
		if parallel {
			go func() { t.nodes[name] = 1 }() // want "concurrent-map-access: write of map tree.nodes runs at the same time"
		}
		if parallel {
			t.store(name)
		}
	}
}
