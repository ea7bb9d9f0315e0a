// Accesses that miss the guard and have the object for themselves, or say why they need no lock.
package p

import "sync"

type region struct {
	mu   sync.Mutex
	name string
	seen map[string]int
}

func (r *region) Note(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[key]++
}

func (r *region) Count(key string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[key]
}

func (r *region) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.seen)
}

// Encode works on copies.
func Encode(regions []*region) []int {
	var sizes []int
	for _, merged := range merge(regions) {
		sizes = append(sizes, encode(merged))
	}
	return sizes
}

func merge(regions []*region) []*region {
	byName := map[string]*region{}
	for _, r := range regions {
		r.mu.Lock()
		if byName[r.name] == nil {
			byName[r.name] = &region{name: r.name, seen: map[string]int{}}
		}
		r.mu.Unlock()
	}
	var all []*region
	for _, r := range byName {
		all = append(all, r)
	}
	return all
}

func encode(r *region) int {
	size := 0
	for _, n := range r.seen {
		size += n
	}
	return size
}

type holder struct{ current *region }

// Total hands on an object that others know.
func (h *holder) Total() int { return sum(h.current) }

func sum(r *region) int {
	size := 0
	for _, n := range r.seen { // want "inconsistent-guard: iteration of map region.seen without mu"
		size += n
	}
	return size
}

// A comment in the body tells that the lock is left out on purpose.
func (r *region) Each(f func(string)) {
	// The absence of a lock here is deliberate: this runs on reloads, in a single-threaded context.
	for key := range r.seen {
		f(key)
	}
}

// A network that is deleted is in use no longer.
type network struct {
	mu        sync.Mutex
	endpoints map[string]int
}

type driver struct {
	mu       sync.Mutex
	networks map[string]*network
}

func (n *network) Add(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.endpoints[id] = 1
}

func (n *network) Endpoint(id string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.endpoints[id]
}

func (d *driver) network(id string) *network {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.networks[id]
}

func (d *driver) DeleteNetwork(id string) {
	n := d.network(id)
	for endpoint := range n.endpoints {
		println(endpoint)
	}
	d.mu.Lock()
	delete(d.networks, id)
	d.mu.Unlock()
}
