// An iterator reads the map when somebody ranges over it, not when it is made.
package p

import (
	"iter"
	"maps"
	"slices"
	"sync"
)

type Registry struct {
	mu    sync.RWMutex
	items map[string]int
}

// Set writes under the lock.
func (r *Registry) Set(name string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items[name] = n
}

// Drop does, too.
func (r *Registry) Drop(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.items, name)
}

// Names gives an iterator: the lock is gone when it is used.
func (r *Registry) Names() iter.Seq[string] {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return maps.Keys(r.items) // want "guarded-map-escapes: map Registry.items, which mu guards, is returned"
}

// All does the same by hand.
func (r *Registry) All() iter.Seq2[string, int] {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return func(yield func(string, int) bool) {
		for name, n := range r.items { // want "inconsistent-guard[warning]: iteration of map Registry.items without mu"
			if !yield(name, n) {
				return
			}
		}
	}
}

// Bare has no lock at all: that is an access without the guard.
func (r *Registry) Bare() iter.Seq2[string, int] {
	return maps.All(r.items) // want "inconsistent-guard[warning]: iteration of map Registry.items without mu"
}

// Sorted is used up under the lock.
func (r *Registry) Sorted() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Sorted(maps.Keys(r.items))
}

// Locked takes the lock while somebody ranges.
func (r *Registry) Locked() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		r.mu.RLock()
		defer r.mu.RUnlock()
		for name, n := range r.items {
			if !yield(name, n) {
				return
			}
		}
	}
}

// Snapshot reads a copy.
func (r *Registry) Snapshot() iter.Seq[string] {
	r.mu.RLock()
	copied := maps.Clone(r.items)
	r.mu.RUnlock()
	return maps.Keys(copied)
}

// Copied does so by hand.
func (r *Registry) Copied() iter.Seq2[string, int] {
	r.mu.RLock()
	copied := maps.Clone(r.items)
	r.mu.RUnlock()
	return func(yield func(string, int) bool) {
		for name, n := range copied {
			if !yield(name, n) {
				return
			}
		}
	}
}

// each is for those who hold the lock.
func (r *Registry) each() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name := range r.items {
			if !yield(name) {
				return
			}
		}
	}
}

// Count holds it.
func (r *Registry) Count() (n int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for range r.each() {
		n++
	}
	return n
}

// Late makes the iterator under the lock and uses it after that.
func (r *Registry) Late() (n int) {
	r.mu.RLock()
	names := maps.Keys(r.items)
	r.mu.RUnlock()
	for range names { // want "inconsistent-guard: iteration of map Registry.items without mu"
		n++
	}
	return n
}

// Gathered does so in a call.
func (r *Registry) Gathered() []string {
	r.mu.RLock()
	names := maps.Keys(r.items)
	r.mu.RUnlock()
	return slices.Collect(names) // want "inconsistent-guard: iteration of map Registry.items without mu"
}

// InTime is done with it before.
func (r *Registry) InTime() (n int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	names := maps.Keys(r.items)
	for range names {
		n++
	}
	return n
}

// LateCopy has a map of its own.
func (r *Registry) LateCopy() []string {
	r.mu.RLock()
	names := maps.Keys(maps.Clone(r.items))
	r.mu.RUnlock()
	return slices.Sorted(names)
}
