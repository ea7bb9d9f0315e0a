package withlock

import "sync"

// log shares its map with those that are made of it, and the lock as well.
type log struct {
	mu       *sync.Mutex
	captured map[string]int
	prefix   string
}

func (l *log) With(prefix string) *log {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &log{mu: l.mu, captured: l.captured, prefix: prefix}
}

// Apart has a lock of its own for the same map.
func (l *log) Apart(prefix string) *log {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &log{mu: &sync.Mutex{}, captured: l.captured, prefix: prefix} // want "guarded-map-escapes: "
}

func (l *log) Log(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.captured[l.prefix+text]++
}
