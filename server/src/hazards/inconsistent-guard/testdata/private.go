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
	for _, n := range r.seen { // want "inconsistent-guard[hint]: iteration of map region.seen without mu"
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

// A tree that a function builds for itself is its own, down to the leaves.
type node struct {
	mu       sync.RWMutex
	children map[string]*node
}

func (n *node) Add(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.children[name] = &node{children: map[string]*node{}}
}

func (n *node) Child(name string) *node {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.children[name]
}

func Parse(names []string) int {
	root := build(names)
	return count(root)
}

func build(names []string) *node {
	root := &node{children: map[string]*node{}}
	for _, name := range names {
		root.Add(name)
	}
	return root
}

func count(n *node) int {
	total := 1
	for _, child := range n.children {
		total += count(child)
	}
	return total
}

type forest struct{ root *node }

// Depth walks down a tree that others know.
func (f *forest) Depth() int { return depth(f.root) }

func depth(n *node) int {
	most := 0
	for _, child := range n.children { // want "inconsistent-guard[hint]: iteration of map node.children without mu"
		most = max(most, depth(child))
	}
	return most + 1
}

// Only tests call these, from the goroutine that made the object.
func (r *region) ForceForTest(key string) { r.seen[key] = 1 }

// Forget is only used for tests.
func (r *region) Forget(key string) { delete(r.seen, key) }

// Test reads what others write, by a name that says nothing of tests.
func (r *region) Latest(key string) int {
	return r.seen[key] // want "inconsistent-guard[hint]: read of map region.seen without mu"
}

// A set of rules that verifies itself is not in use yet.
type rules struct {
	mu    sync.Mutex
	names []string
	known map[string]bool
}

func (r *rules) verify() {
	for _, name := range r.names {
		r.known[name] = true
	}
}

func (r *rules) verifySome(name string) {
	r.known[name] = true // want "inconsistent-guard[warning]: write of map rules.known without mu"
}

func (r *rules) Verify(name string) {
	r.verify()
	r.verifySome(name)
}

func (r *rules) Know(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known[name] = true
}

func (r *rules) Knows(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[name]
}

func (r *rules) Size() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.known)
}
