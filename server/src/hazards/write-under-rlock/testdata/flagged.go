// Writes while only the read lock is held.
package p

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"sync"
)

type stats struct {
	mu   sync.RWMutex
	hits map[string]int
	tags map[string]bool
}

func (s *stats) Set(k string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hits[k] = n
	s.tags[k] = true
}

func (s *stats) Assign(k string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.hits[k] = 1 // want "write-under-rlock: write of map stats.hits while only the read lock of mu is held"
}

func (s *stats) Add(k string, n int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.hits[k] += n // want "write-under-rlock: write of map stats.hits while"
}

func (s *stats) Increment(k string) {
	s.mu.RLock()
	s.hits[k]++ // want "write-under-rlock: write of map stats.hits while"
	s.mu.RUnlock()
}

func (s *stats) Delete(k string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	delete(s.hits, k) // want "write-under-rlock: delete of map stats.hits while"
}

func (s *stats) Clear() {
	s.mu.RLock()
	defer s.mu.RUnlock()
	clear(s.hits) // want "write-under-rlock: clear of map stats.hits while"
}

func (s *stats) CopyFrom(other map[string]int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	maps.Copy(s.hits, other) // want "write-under-rlock: write of map stats.hits while"
}

func (s *stats) Insert(other map[string]int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	maps.Insert(s.hits, maps.All(other)) // want "write-under-rlock: write of map stats.hits while"
}

func (s *stats) Prune() {
	s.mu.RLock()
	defer s.mu.RUnlock()
	maps.DeleteFunc(s.hits, func(_ string, n int) bool { return n == 0 }) // want "write-under-rlock: delete of map stats.hits while"
}

func (s *stats) Parse(text []byte) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return json.Unmarshal(text, &s.hits) // want "write-under-rlock: write of map stats.hits while"
}

func (s *stats) Alias(k string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	tags := s.tags
	tags[k] = true // want "write-under-rlock: write of map stats.tags while"
}

func (s *stats) Helper(k string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	s.mark(k)
}

func (s *stats) mark(k string) {
	s.tags[k] = false // want "write-under-rlock: write of map stats.tags while"
}

type request struct {
	sync.RWMutex
	header http.Header
	query  url.Values
}

func (r *request) Prepare() {
	r.RLock()
	defer r.RUnlock()
	r.header.Set("A", "b") // want "write-under-rlock: write of map request.header while"
	r.header.Add("C", "d") // want "write-under-rlock: write of map request.header while"
	r.header.Del("E")      // want "write-under-rlock: delete of map request.header while"
	r.query.Set("a", "b")  // want "write-under-rlock: write of map request.query while"
	r.query.Add("c", "d")  // want "write-under-rlock: write of map request.query while"
	r.query.Del("e")       // want "write-under-rlock: delete of map request.query while"
}

func (r *request) Read() string {
	r.RLock()
	defer r.RUnlock()
	return r.header.Get("A") + r.query.Get("a")
}

var (
	namesMu sync.RWMutex
	names   = map[string]string{}
)

// Name fills the cache under the read lock.
func Name(k string) string {
	namesMu.RLock()
	defer namesMu.RUnlock()
	if v, ok := names[k]; ok {
		return v
	}
	names[k] = k // want "write-under-rlock: write of map names while only the read lock of namesMu is held"
	return k
}
