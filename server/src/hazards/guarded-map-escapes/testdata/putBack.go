package p

import "sync"

type benches struct {
	mu      sync.Mutex
	benched map[string]map[string]bool
}

// Add puts the inner map back where it came from, under the lock: it stays behind it.
func (b *benches) Add(node, chain string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	chains, ok := b.benched[node]
	if !ok {
		chains = make(map[string]bool)
	}
	chains[chain] = true
	b.benched[node] = chains
}

func (b *benches) Remove(node, chain string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	chains := b.benched[node]
	delete(chains, chain)
	b.benched[node] = chains
}

func (b *benches) Has(node, chain string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.benched[node][chain]
}
