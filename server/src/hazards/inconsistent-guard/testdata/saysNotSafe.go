package p

import "sync"

type Rule struct {
	mu     sync.RWMutex
	alerts map[string]int
}

func (r *Rule) Set(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.alerts[name]++
}

func (r *Rule) Get(name string) int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.alerts[name]
}

// ToSend walks through the alerts.
// Isn't concurrent safe.
func (r *Rule) ToSend() int {
	total := 0
	for _, n := range r.alerts {
		total += n
	}
	return total
}

// Stream has a trailer at its end.
type Stream struct {
	mu      sync.Mutex
	trailer map[string]string
}

func (s *Stream) set(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trailer[key] = value
}

func (s *Stream) end(keys ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		delete(s.trailer, key)
	}
}

func (s *Stream) Read() {
	s.set("a", "b")
	s.end("a")
}

// Trailer gives an entry of the trailer.
// It can be safely read only after the stream has ended.
func (s *Stream) Trailer(key string) string { return s.trailer[key] }

// Header gives an entry of the header. It does not block and must not be called until after WriteHeader.
func (s *Stream) Header(key string) string { return s.trailer[key] }

// Peek gives an entry at any time. It is safe to read none.
func (s *Stream) Peek(key string) string {
	return s.trailer[key] // want "inconsistent-guard[warning]: read of map Stream.trailer without mu"
}
