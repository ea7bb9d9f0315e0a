// A method that names the package's object in place of its receiver.
package p

import "sync"

type registry struct {
	mu    sync.Mutex
	names map[string]int
}

var all = registry{names: map[string]int{}}

func (r *registry) put(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[name]++
}

func (r *registry) drop(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.names, name)
}

// It is only ever called on that object.
func (r *registry) get(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return all.names[name]
}

// It is called on another object, too.
func (r *registry) has(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := all.names[name] // want "wrong-guard: read of map registry.names as all.names under r.mu, which is the lock of another object"
	return ok
}

// It is handed on as a value: who calls it on what is not known.
func (r *registry) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(all.names) // want "wrong-guard: read of map registry.names as all.names under r.mu, which is the lock of another object"
}

// Put adds names.
func Put(names ...string) {
	for _, name := range names {
		all.put(name)
	}
}

// Drop takes a name away.
func Drop(name string) { all.drop(name) }

// Get tells how often a name was put.
func Get(name string) int { return all.get(name) }

// Has looks into both.
func Has(other *registry, name string) bool { return all.has(name) || other.has(name) }

// Count counts.
func Count(other *registry) (int, func() int) { return all.count(), other.count }
