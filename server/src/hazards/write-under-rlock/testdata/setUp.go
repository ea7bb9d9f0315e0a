// What only a constructor calls has the object for itself, whichever lock it holds.
package p

import "sync"

type journal struct {
	mu      sync.RWMutex
	deleted map[string]int
	names   map[string]int
}

func NewJournal(names []string) *journal {
	j := &journal{deleted: map[string]int{}, names: map[string]int{}}
	j.replay(names)
	go j.purge(names)
	j.warm(names)
	return j
}

func (j *journal) replay(names []string) {
	for _, name := range names {
		j.restore(name)
	}
}

func (j *journal) restore(name string) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	j.deleted[name] = 0
}

// warm begins when a goroutine has the journal, too.
func (j *journal) warm(names []string) {
	j.mu.RLock()
	defer j.mu.RUnlock()
	for i, name := range names {
		j.names[name] = i // want "write-under-rlock: write of map journal.names while only the read lock of mu is held"
	}
}

func (j *journal) purge(names []string) {
	for _, name := range names {
		j.Forget(name)
		j.Known(name)
	}
}

func (j *journal) Forget(name string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.deleted, name)
	delete(j.names, name)
}

func (j *journal) Known(name string) bool {
	j.mu.RLock()
	defer j.mu.RUnlock()
	_, deleted := j.deleted[name]
	_, known := j.names[name]
	return known && !deleted
}
