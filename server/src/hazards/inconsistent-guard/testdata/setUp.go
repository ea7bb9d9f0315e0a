// The parts of a function that sets the object up are over before others have it.
package p

import "sync"

type routes struct {
	mu   sync.Mutex
	byID map[string]string
}

// Init fills the routes before anybody serves them.
func (r *routes) Init(ids []string) {
	r.fill(ids)
	go r.watch(ids)
	r.check(ids)
}

func (r *routes) fill(ids []string) {
	for _, id := range ids {
		r.byID[id] = id
	}
}

// check runs when watch does.
func (r *routes) check(ids []string) {
	for _, id := range ids {
		delete(r.byID, id) // want "inconsistent-guard[warning]: delete of map routes.byID without mu"
	}
}

func (r *routes) watch(ids []string) {
	for _, id := range ids {
		r.Add(id)
	}
}

func (r *routes) Add(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byID[id] = id
}

func (r *routes) Get(id string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

// hosts has one goroutine that writes.
type hosts struct {
	mu    sync.Mutex
	known map[string]bool
}

// Watch is the only one that writes, and reads its own last write.
func (h *hosts) watch(lists <-chan []string) {
	for list := range lists {
		if len(h.known) == len(list) {
			continue
		}
		known := map[string]bool{}
		for _, host := range list {
			known[host] = true
		}
		h.mu.Lock()
		h.known = known
		h.mu.Unlock()
	}
}

func Watch(lists <-chan []string) *hosts {
	h := &hosts{known: map[string]bool{}}
	go h.watch(lists)
	return h
}

func (h *hosts) Known(host string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known[host]
}

func (h *hosts) Size() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.known)
}

// topology has groups, which come and go.
type topology struct {
	mu    sync.Mutex
	slots map[int]string
}

// CreateGroup makes a group, not a topology.
func (t *topology) CreateGroup(slot int, group string) {
	t.putGroup(slot, group)
}

func (t *topology) putGroup(slot int, group string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.slots[slot] = group
}

func (t *topology) Group(slot int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.slots[slot]
}

func (t *topology) SaveGroup(slot int, group string) {
	t.slots[slot] = group // want "inconsistent-guard[warning]: write of map topology.slots without mu"
}

// fleet makes its topologies.
type fleet struct {
	zones map[string]*zone
	last  *zone
}

type zone struct {
	mu    sync.Mutex
	hosts map[string]bool
}

func (f *fleet) CreateZone(hosts []string) *zone {
	f.last = &zone{hosts: map[string]bool{}}
	f.last.fill(hosts)
	return f.last
}

func (z *zone) fill(hosts []string) {
	for _, host := range hosts {
		z.hosts[host] = true
	}
}

func (z *zone) Add(host string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.hosts[host] = true
}

func (z *zone) Has(host string) bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.hosts[host]
}
