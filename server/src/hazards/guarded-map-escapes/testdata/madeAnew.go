// What changes a map that it has just put there changes no map that somebody was given before.
package p

import "sync"

type options struct {
	mu     sync.Mutex
	latest map[string]string
}

// Set fills a new map each time.
func (o *options) Set(args map[string]string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.latest = make(map[string]string, len(args))
	for k, v := range args {
		o.latest[k] = v
	}
}

func (o *options) Latest() map[string]string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.latest
}

type settings struct {
	mu     sync.Mutex
	latest map[string]string
}

// Set goes on with the map that is there.
func (s *settings) Set(args map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest == nil {
		s.latest = make(map[string]string, len(args))
	}
	for k, v := range args {
		s.latest[k] = v
	}
}

func (s *settings) Latest() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest // want "guarded-map-escapes: map settings.latest, which mu guards, is returned"
}
