// A map that is complete once a flag says so: who sees the flag reads it without the lock.
package p

import (
	"sync"
	"sync/atomic"
)

type table struct {
	mu     sync.RWMutex
	frozen atomic.Bool
	state  int32
	m      map[string]int
}

func (t *table) Freeze() { t.frozen.Store(true) }

func (t *table) Complete() { atomic.StoreInt32(&t.state, 1) }

func (t *table) Set(k string, v int) {
	if t.frozen.Load() {
		panic("frozen")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k] = v
}

func (t *table) Get(k string) int {
	if t.frozen.Load() {
		return t.m[k]
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.m[k]
}

func (t *table) Has(k string) bool {
	if atomic.LoadInt32(&t.state) == 1 {
		_, ok := t.m[k]
		return ok
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	_, ok := t.m[k]
	return ok
}

// Drop changes the map behind the flag.
func (t *table) Drop(k string) {
	if t.frozen.Load() {
		delete(t.m, k) // want "inconsistent-guard[warning]: delete of map table.m without mu"
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.m, k)
}

// Size reads it where the flag is not set.
func (t *table) Size() int {
	if !t.frozen.Load() {
		return len(t.m) // want "inconsistent-guard[warning]: read of map table.m without mu"
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.m)
}

// Fill is told that there is something in the map, and not that it is complete.
func (t *table) Fill(into map[string]int) {
	if t.frozen.Load() {
		for k, v := range t.m { // want "inconsistent-guard[warning]: iteration of map table.m without mu"
			into[k] = v
		}
	}
}
