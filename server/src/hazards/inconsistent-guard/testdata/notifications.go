// Events of one kind are told one after the other: what is written and read while they are told needs no lock.
package p

import "sync"

type Manager struct {
	mu    sync.Mutex
	ports map[string]int
	dirty []string
	names []string
}

func (m *Manager) OnUpdate(name string, port int) {
	if name == "" {
		m.onRefresh()
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ports[name] = port
}

// OnCancel may be told by somebody else.
func (m *Manager) OnCancel() {
	for name := range m.ports { // want "inconsistent-guard[hint]: iteration of map Manager.ports without mu"
		m.names = append(m.names, name)
	}
}

// onRefresh is a part of OnUpdate.
func (m *Manager) onRefresh() {
	for name := range m.ports {
		m.dirty = append(m.dirty, name)
	}
}

func (m *Manager) Port(name string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ports[name]
}

func (m *Manager) Has(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ports[name] > 0
}

func (m *Manager) Each(tell func(string)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name := range m.ports {
		tell(name)
	}
}

// Ports is called by anybody.
func (m *Manager) Ports() int {
	return len(m.ports) // want "inconsistent-guard[hint]: read of map Manager.ports without mu"
}

// proxy has a loop that loads the old state before it takes the lock for the first time.
type proxy struct {
	mu     sync.Mutex
	loaded bool
	old    map[string]int
}

func newProxy(names []string) *proxy {
	p := &proxy{old: map[string]int{}}
	go p.loop(names)
	return p
}

func (p *proxy) loop(names []string) {
	for {
		p.Apply(names)
	}
}

func (p *proxy) Apply(names []string) {
	if !p.loaded {
		p.startupLoad(names)
		p.loaded = true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range names {
		p.old[name]++
	}
}

func (p *proxy) startupLoad(names []string) {
	for _, name := range names {
		p.old[name] = 0
	}
}

func (p *proxy) Old(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.old[name]
}

// server starts a goroutine of that name, which goes on.
type server struct {
	mu   sync.Mutex
	seen map[string]int
	in   chan string
}

func newServer() *server {
	s := &server{seen: map[string]int{}, in: make(chan string)}
	go s.startReading()
	return s
}

func (s *server) startReading() {
	for name := range s.in {
		s.seen[name]++ // want "inconsistent-guard: write of map server.seen without mu"
	}
}

func (s *server) Seen(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen[name]
}

func (s *server) Forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.seen, name)
}
