// Goroutines that their starter waits for are a part of what it does; those that go on are not.
package p

import "sync"

// manager is driven by one loop: it is told of updates, then asked to apply them.
type manager struct {
	lock     sync.Mutex
	ifaces   []string
	policies map[string]int
	applied  map[string]int
}

func (m *manager) OnUpdate(name string, policy int) {
	m.policies[name] = policy
}

func (m *manager) Apply(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m.apply(name)
		}()
	}
	wg.Wait()
}

func (m *manager) apply(name string) {
	if m.policies[name] > 0 {
		m.lock.Lock()
		m.ifaces = append(m.ifaces, name)
		m.lock.Unlock()
	}
}

// hurried does not wait.
type hurried struct {
	lock     sync.Mutex
	ifaces   []string
	policies map[string]int
}

func (h *hurried) Update(name string, policy int) {
	h.policies[name] = policy // want "unguarded-shared-map[hint]: write of map hurried.policies without a lock"
}

func (h *hurried) Apply(names []string) {
	for _, name := range names {
		go func() {
			h.apply(name)
		}()
	}
}

func (h *hurried) apply(name string) {
	if h.policies[name] > 0 {
		h.lock.Lock()
		h.ifaces = append(h.ifaces, name)
		h.lock.Unlock()
	}
}

// server waits for its loop, which goes on all the time.
type server struct {
	lock  sync.Mutex
	names []string
	seen  map[string]int
	in    chan string
}

func (s *server) Run() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			s.note(<-s.in)
		}
	}()
	wg.Wait()
}

func (s *server) note(name string) {
	s.seen[name]++ // want "unguarded-shared-map[hint]: write of map server.seen without a lock"
}

func (s *server) Seen(name string) int {
	s.lock.Lock()
	s.names = append(s.names, name)
	s.lock.Unlock()
	return s.seen[name]
}
