package p

import "sync"

type table struct {
	mu sync.RWMutex
	m  map[string]int
}

func (t *table) get(k string) (int, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	v, ok := t.m[k]
	return v, ok
}

func (t *table) set(k string, v int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k] = v
}

// The reader sees the entry or does not.
func run() (int, bool) {
	t := &table{m: map[string]int{}}
	go t.set("a", 1)
	return t.get("a")
}
