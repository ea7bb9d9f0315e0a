// Goroutines that share a map under one lock.
package p

import (
	"fmt"
	"sync"
)

func oneLock(names []string) map[string]int {
	var mu sync.Mutex
	m := map[string]int{}
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			m[name] = i
		})
	}
	wg.Wait()
	return m
}

func readersAndWriters(names []string) {
	var mu sync.RWMutex
	m := map[string]int{}
	for i, name := range names {
		go func() {
			mu.RLock()
			_, ok := m[name]
			mu.RUnlock()
			if !ok {
				mu.Lock()
				m[name] = i
				mu.Unlock()
			}
		}()
	}
}

func readLockWrites(names []string) {
	var mu sync.RWMutex
	m := map[string]int{}
	for i, name := range names {
		go func() {
			mu.RLock()
			defer mu.RUnlock()
			m[name] = i // want "concurrent-map-access: write of map m runs in several goroutines at once"
		}()
	}
}

func branches(name string, b bool) {
	var mu sync.Mutex
	m := map[string]int{}
	for i := range 4 {
		go func() {
			if b {
				mu.Lock()
			} else {
				mu.Lock()
			}
			if i == 2 {
				mu.Unlock()
				return
			}
			m[name] = i
			mu.Unlock()
		}()
	}
}

func tries(name string) {
	var mu sync.Mutex
	m := map[string]int{}
	for i := range 4 {
		go func() {
			if mu.TryLock() {
				m[name] = i
				mu.Unlock()
			}
			if !mu.TryLock() {
				return
			}
			defer mu.Unlock()
			m[name]++
		}()
	}
}

func triesAndIgnores(name string) {
	var mu sync.Mutex
	m := map[string]int{}
	for i := range 4 {
		go func() {
			if !mu.TryLock() {
				m[name] = i // want "concurrent-map-access: write of map m"
			}
		}()
	}
}

func pointerToLock(mu *sync.Mutex, m map[string]int) {
	for i := range 4 {
		go func() {
			mu.Lock()
			m["a"] = i
			mu.Unlock()
		}()
	}
}

func locker(mu sync.Locker, m map[string]int) {
	for i := range 4 {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			m["a"] = i
		}()
	}
}

type guarded struct {
	sync.Mutex
	m map[string]int
}

func embedded(g *guarded) {
	for i := range 4 {
		go func() {
			g.Lock()
			defer g.Unlock()
			g.m["a"] = i
		}()
	}
}

type wrapped struct {
	mu sync.Mutex
	m  map[string]int
}

func (w *wrapped) lock()   { w.mu.Lock() }
func (w *wrapped) unlock() { w.mu.Unlock() }

func (w *wrapped) hold() func() {
	w.mu.Lock()
	return w.mu.Unlock
}

func wrappers(w *wrapped) {
	for i := range 4 {
		go func() {
			w.lock()
			defer w.unlock()
			w.m["a"] = i
		}()
		go func() {
			defer w.hold()()
			w.m["b"] = i
		}()
	}
}

func (w *wrapped) with(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func withLock(w *wrapped) {
	for i := range 4 {
		go func() {
			w.with(func() { w.m["a"] = i })
		}()
	}
}

func twoMapsTwoLocks() {
	var muA, muB sync.Mutex
	a, b := map[string]int{}, map[string]int{}
	for i := range 4 {
		go func() {
			muA.Lock()
			a["x"] = i
			muA.Unlock()
			muB.Lock()
			b["x"] = i
			muB.Unlock()
		}()
	}
}

func unlockTooEarly() {
	var mu sync.Mutex
	m := map[string]int{}
	for i := range 4 {
		go func() {
			mu.Lock()
			n := m["a"]
			mu.Unlock()
			m["a"] = n + i // want "concurrent-map-access: write of map m"
		}()
	}
}

func oneBranchForgets(b bool) {
	var mu sync.Mutex
	m := map[string]int{}
	for range 4 {
		go func() {
			if b {
				m["a"]++ // want "concurrent-map-access: write of map m"
				return
			}
			mu.Lock()
			m["a"]++
			mu.Unlock()
		}()
	}
}

func conditional(shared bool, m map[string]int) {
	var mu sync.Mutex
	for i := range 4 {
		go func() {
			if shared {
				mu.Lock()
			}
			m["a"] = i
			if shared {
				mu.Unlock()
			}
		}()
	}
}

func perIteration(names []string) {
	var mu sync.Mutex
	m := map[string]int{}
	go func() {
		for _, name := range names {
			mu.Lock()
			m[name]++
			mu.Unlock()
		}
	}()
	for _, name := range names {
		mu.Lock()
		if m[name] == 0 {
			mu.Unlock()
			continue
		}
		delete(m, name)
		mu.Unlock()
	}
}

func panics(m map[string]int) {
	var mu sync.Mutex
	for i := range 4 {
		go func() {
			mu.Lock()
			if m == nil {
				mu.Unlock()
				panic("no map")
			}
			m["a"] = i
			mu.Unlock()
		}()
	}
	mu.Lock()
	fmt.Println(m)
	mu.Unlock()
}
