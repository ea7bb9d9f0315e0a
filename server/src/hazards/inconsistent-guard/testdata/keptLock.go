package p

import "sync"

type pending struct {
	mu    sync.Mutex
	names map[string]bool
}

func (p *pending) set(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names[name] = true
}

func (p *pending) unset(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.names, name)
}

// Installer keeps its lock from Begin to End.
type Installer struct {
	mu      sync.RWMutex
	pending *pending
}

func (i *Installer) Begin(name string) {
	i.mu.Lock()
	i.pending.set(name)
}

func (i *Installer) End() {
	defer i.mu.Unlock()
	for name := range i.pending.names {
		i.pending.unset(name)
	}
}
