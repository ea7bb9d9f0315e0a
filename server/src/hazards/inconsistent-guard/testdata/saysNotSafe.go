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
