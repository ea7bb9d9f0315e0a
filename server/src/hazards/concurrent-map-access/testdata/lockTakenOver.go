package locktakenover

import "sync"

type hub struct {
	mu   sync.Mutex
	subs map[string][]int
}

// Subscribe hands its lock over to the goroutine, which gives it back.
func (h *hub) Subscribe(topic string, n int) {
	go h.remove(topic)

	h.mu.Lock()
	go func() {
		defer h.mu.Unlock()
		h.subs[topic] = append(h.subs[topic], n)
	}()
}

// Hasty gives the lock back itself: the goroutine has none.
func (h *hub) Hasty(topic string, n int) {
	go h.remove(topic)

	h.mu.Lock()
	go func() {
		h.subs[topic] = append(h.subs[topic], n) // want "inconsistent-guard[warning]: write" "inconsistent-guard[warning]: read"
	}()
	h.mu.Unlock()
}

// After goes on without the lock that it handed over.
func (h *hub) After(topic string, n int) int {
	h.mu.Lock()
	go func() {
		defer h.mu.Unlock()
		h.subs[topic] = append(h.subs[topic], n)
	}()
	return len(h.subs) // want "inconsistent-guard[warning]: "
}

func (h *hub) remove(topic string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs, topic)
}
