package reserved

import "sync"

type session struct {
	mu   sync.Mutex
	sent int
}

func (s *session) run() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent++
}

type relay struct {
	mu       sync.Mutex
	sessions map[string]*session
	dial     func(addr string) *session
}

// get puts a nil session into the table while it dials: who finds that does not dial.
func (r *relay) get(addr string) *session {
	r.mu.Lock()
	s, ok := r.sessions[addr]
	r.mu.Unlock()
	if ok && s != nil {
		return s
	}
	r.mu.Lock()
	if s, ok = r.sessions[addr]; ok {
		r.mu.Unlock()
		return s
	}
	r.sessions[addr] = nil
	r.mu.Unlock()

	s = r.dial(addr)

	r.mu.Lock()
	r.sessions[addr] = s
	r.mu.Unlock()
	go s.run()
	return s
}

// hurried puts something there without looking again: two of them dial.
func (r *relay) hurried(addr string) *session {
	r.mu.Lock()
	s, ok := r.sessions[addr]
	r.mu.Unlock()
	if ok && s != nil {
		return s
	}

	s = r.dial(addr)

	r.mu.Lock()
	r.sessions[addr] = s // want "check-then-act: "
	r.mu.Unlock()
	go s.run()
	return s
}

func (r *relay) Serve(addrs []string) {
	for _, addr := range addrs {
		go r.get(addr)
		go r.hurried(addr)
	}
}
