package otherlock

import "sync"

// rotation is locked while it is read; the table is one goroutine's.
type rotation struct {
	mu  sync.RWMutex
	ids []string
}

type table struct {
	rot  *rotation
	seen map[string]int
}

func (t *table) sync() {
	t.rot.mu.RLock()
	defer t.rot.mu.RUnlock()
	for _, id := range t.rot.ids {
		t.seen[id]++
	}
}

func (t *table) drop() {
	t.rot.mu.RLock()
	defer t.rot.mu.RUnlock()
	for _, id := range t.rot.ids {
		delete(t.seen, id)
	}
}

// Keeper has its own lock beside the map.
type Keeper struct {
	mu   sync.RWMutex
	seen map[string]int
}

func (k *Keeper) Note(id string) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	k.seen[id]++ // want "write-under-rlock: "
}

// base has the lock for the structs that embed it.
type base struct {
	lock sync.RWMutex
	n    int
}

// Row has it from its base.
type Row struct {
	base
	cached map[string]int
}

func (r *Row) Fill(k string) {
	r.lock.RLock()
	defer r.lock.RUnlock()
	r.cached[k]++ // want "write-under-rlock: "
}

func (r *Row) Size() int {
	r.lock.RLock()
	defer r.lock.RUnlock()
	return len(r.cached)
}

// Run uses both.
func Run(t *table) {
	for {
		t.sync()
		t.drop()
	}
}
