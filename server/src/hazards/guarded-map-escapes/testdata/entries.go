// Maps of objects that lie in a table, which the table's lock guards.
package p

import "sync"

type lease struct {
	id    int
	items map[string]bool
}

type lessor struct {
	mu     sync.Mutex
	leases map[int]*lease
}

func (l *lessor) Grant(id int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.leases[id] = &lease{id: id, items: map[string]bool{}}
}

func (l *lessor) Attach(id int, item string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.leases[id]
	one.items[item] = true
}

// Keys looks a lease up under the lock, and walks its map after that.
func (l *lessor) Keys(id int) []string {
	l.mu.Lock()
	one := l.leases[id]
	l.mu.Unlock()
	var keys []string
	for key := range one.items { // want "guarded-map-escapes[warning]: iteration of map lease.items after mu was released, under which its object was looked up"
		keys = append(keys, key)
	}
	return keys
}

// Len holds the lock all the time.
func (l *lessor) Len(id int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.leases[id].items)
}

// Revoke has the lease for itself: it took it out.
func (l *lessor) Revoke(id int) (keys []string) {
	l.mu.Lock()
	one := l.leases[id]
	delete(l.leases, id)
	l.mu.Unlock()
	for key := range one.items {
		keys = append(keys, key)
	}
	return keys
}

func (l *lessor) forget(id int) {
	delete(l.leases, id)
}

// Expire has a callee take it out.
func (l *lessor) Expire(id int) (keys []string) {
	l.mu.Lock()
	one := l.leases[id]
	l.forget(id)
	l.mu.Unlock()
	for key := range one.items {
		keys = append(keys, key)
	}
	return keys
}

type session struct {
	vars map[string]string
}

type sessions struct {
	mu  sync.Mutex
	all map[int]*session
}

// Open fills the map before anybody else can know of it: nobody writes it later.
func (s *sessions) Open(id int, vars map[string]string) {
	one := &session{vars: map[string]string{}}
	for k, v := range vars {
		one.vars[k] = v
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[id] = one
}

func (s *sessions) Var(id int, name string) string {
	s.mu.Lock()
	one := s.all[id]
	s.mu.Unlock()
	return one.vars[name]
}

type room struct {
	members map[string]int
}

type house struct {
	mu    sync.Mutex
	rooms map[int]*room
}

func (h *house) Enter(id int, who string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rooms[id].members[who]++
}

// Leave writes without it: the lock may not be what keeps the others out.
func (h *house) Leave(id int, who string) {
	h.rooms[id].members[who]--
}

func (h *house) Count(id int) int {
	h.mu.Lock()
	one := h.rooms[id]
	h.mu.Unlock()
	return len(one.members)
}

type tab struct {
	mu    sync.Mutex
	marks map[string]int
}

type tabs struct {
	mu  sync.Mutex
	all map[int]*tab
}

func (t *tabs) Mark(id int, mark string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := t.all[id]
	one.mu.Lock()
	one.marks[mark]++
	one.mu.Unlock()
}

// Marks goes by the lock of the entry itself.
func (t *tabs) Marks(id int) int {
	t.mu.Lock()
	one := t.all[id]
	t.mu.Unlock()
	one.mu.Lock()
	defer one.mu.Unlock()
	return len(one.marks)
}
