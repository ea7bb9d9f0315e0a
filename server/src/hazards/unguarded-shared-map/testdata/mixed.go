// Maps that are locked here and there, for another reason, and reached without a lock from two sides.
package p

import (
	"encoding/json"
	"sync"
	"time"
)

type manager struct {
	mu        sync.Mutex
	requests  []string
	name      string
	processed map[string]bool
}

func newManager() *manager {
	m := &manager{processed: map[string]bool{}}
	go m.loop()
	return m
}

func (m *manager) loop() {
	for range time.Tick(time.Minute) {
		m.store()
	}
}

func (m *manager) store() {
	_, _ = json.Marshal(m.processed)
}

func (m *manager) Expired(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.processed[key]
}

func (m *manager) Mark(key string) {
	m.processed[key] = true // want "unguarded-shared-map[hint]: write of map manager.processed without a lock, but .*store runs in its own goroutine"
}

// An object that is reached through a field is shared as one that is reached through the receiver.
type page struct {
	closed   sync.Mutex
	sessions map[int]*session
}

type session struct{ page *page }

func (s *session) events(ids chan int) {
	go func() {
		for id := range ids {
			s.page.attach(id, &session{page: s.page})
		}
	}()
}

func (p *page) attach(id int, s *session) {
	s.page.sessions[id] = s // want "unguarded-shared-map[hint]: write of map page.sessions without a lock"
}

// Names gives the ids of all sessions.
func (p *page) Names() []int {
	var ids []int
	for id := range p.sessions {
		ids = append(ids, id)
	}
	return ids
}
