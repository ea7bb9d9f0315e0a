// Maps in objects that a function makes for itself, which do not outlive it.
package p

import (
	"encoding/json"
	"errors"
	"sync"
)

var errUnknown = errors.New("unknown")

type zones struct {
	mu    sync.RWMutex
	names map[string]int
	last  *snapshot
	known map[string]*snapshot
}

type snapshot struct {
	Names map[string]int
	Ratio float64
}

func (z *zones) Add(name string, id int) {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.names[name] = id
}

func (z *zones) Get(name string) int {
	z.mu.RLock()
	defer z.mu.RUnlock()
	return z.names[name]
}

// newSnapshot names its result.
func newSnapshot() (s *snapshot) {
	s = &snapshot{Ratio: 0.5}
	return
}

// Encode keeps nothing of the snapshot but its text.
func (z *zones) Encode() ([]byte, error) {
	z.mu.RLock()
	defer z.mu.RUnlock()
	s := newSnapshot()
	s.Names = z.names
	return json.Marshal(s)
}

// lastSnapshot names its result as well, and it is not new.
func (z *zones) lastSnapshot() (s *snapshot) {
	s = z.last
	return
}

// Keep fills a snapshot that others have.
func (z *zones) Keep() ([]byte, error) {
	z.mu.RLock()
	defer z.mu.RUnlock()
	s := z.lastSnapshot()
	s.Names = z.names // want "guarded-map-escapes: map zones.names, which mu guards, is stored in s.Names"
	return json.Marshal(s)
}

// find assigns its named result together with a new variable.
func (z *zones) find(name string) (s *snapshot, err error) {
	s, ok := z.known[name]
	if !ok {
		err = errUnknown
	}
	return
}

// Refill fills a snapshot that others have, too.
func (z *zones) Refill(name string) ([]byte, error) {
	z.mu.RLock()
	defer z.mu.RUnlock()
	s, err := z.find(name)
	if err != nil {
		return nil, err
	}
	s.Names = z.names // want "guarded-map-escapes: map zones.names, which mu guards, is stored in s.Names"
	return json.Marshal(s)
}

// Snapshot gives its own to the caller.
func (z *zones) Snapshot() *snapshot {
	z.mu.RLock()
	defer z.mu.RUnlock()
	s := newSnapshot()
	s.Names = z.names
	return s
}
