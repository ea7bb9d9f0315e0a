package p

// scenario: finding

import "sync"

// Table is safe for concurrent use.
type Table struct {
	mu   sync.Mutex
	rows map[string]int
}

func (t *Table) Add(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.set(key, 1)
}

func (t *Table) Replace(key string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.set(key, n)
}

func (t *Table) set(key string, n int) {
	t.rows[key] = n
}

func (t *Table) Get(key string) int {
	return t.rows[key]
}

func (t *Table) Drop(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.rows, key)
}

func (t *Table) Count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.rows)
}
