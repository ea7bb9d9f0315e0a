// A map that is stored in another place which the same lock guards stays under it.
package p

import "sync"

type suspended struct {
	mu   sync.RWMutex
	read map[string]int
	next map[string]int
}

func (s *suspended) Get(name string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.read[name]
}

func (s *suspended) Set(name string, value int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next[name] = value
}

func (s *suspended) Delete(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.next, name)
}

func (s *suspended) Resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = s.next
}

// published is read without the lock.
type published struct {
	mu   sync.Mutex
	read map[string]int
	next map[string]int
}

func (p *published) Get(name string) int { return p.read[name] }

func (p *published) Set(name string, value int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next[name] = value
}

func (p *published) Delete(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.next, name)
}

func (p *published) Publish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = p.next // want "guarded-map-escapes: map published.next, which mu guards, is stored in p.read"
}
