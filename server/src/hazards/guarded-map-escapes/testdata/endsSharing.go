// Getters that say what becomes of the object once they have been called.
package p

import "sync"

// Table can be used by several goroutines.
type Table struct {
	mu    sync.Mutex
	items map[string]int
}

// Store puts an entry in.
func (t *Table) Store(key string, value int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.items == nil {
		t.items = make(map[string]int)
	}
	t.items[key] = value
}

// Delete takes an entry out.
func (t *Table) Delete(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.items, key)
}

// Unwrap returns the map itself, for who is the last one to use the table.
//
// Once the map has been unwrapped, the methods of the
// table are no longer safe.
func (t *Table) Unwrap() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.items
}

// Underlying returns the map itself. Once it has been called, the table is NO LONGER THREAD SAFE.
func (t *Table) Underlying() map[string]int {
	return t.items
}

// Items returns what the table has after all that was stored. It is safe to call.
func (t *Table) Items() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.items // want "guarded-map-escapes: map Table.items, which mu guards, is returned"
}
