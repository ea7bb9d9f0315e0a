// Small types whose methods other packages call while they run, under the locks that are held then.
package p

import (
	"io"
	"sort"
	"sync"
)

type store struct {
	mu    sync.Mutex
	items map[string]int
}

func (s *store) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k]++
}

func (s *store) Drop(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.items, k)
}

func (s *store) Has(k string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.items[k]
	return ok
}

// forgetter drops what it is given.
type forgetter struct{ s *store }

func (f *forgetter) Write(p []byte) (int, error) {
	delete(f.s.items, string(p))
	return len(p), nil
}

func (s *store) Forget(from io.WriterTo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &forgetter{s}
	return forget(from, f)
}

func forget(from io.WriterTo, f *forgetter) error {
	_, err := from.WriteTo(f)
	return err
}

// byCount is used without the lock.
type byCount struct {
	s    *store
	keys []string
}

func (b byCount) Len() int      { return len(b.keys) }
func (b byCount) Swap(i, j int) { b.keys[i], b.keys[j] = b.keys[j], b.keys[i] }
func (b byCount) Less(i, j int) bool {
	return b.s.items[b.keys[i]] < b.s.items[b.keys[j]] // want "inconsistent-guard[hint]: read of map store.items without mu" "inconsistent-guard[hint]: read of map store.items without mu"
}

func (s *store) Sorted(keys []string) []string {
	sort.Sort(byCount{s, keys})
	return keys
}

// A logger lives on: whoever has it calls it at any time.
type logger struct{ s *store }

func (l *logger) Write(p []byte) (int, error) {
	return l.s.items[string(p)], nil // want "inconsistent-guard[hint]: read of map store.items without mu"
}

func newLogger(s *store) *logger { return &logger{s} }

func (s *store) Log(from io.WriterTo) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := from.WriteTo(newLogger(s))
	return err
}
