package p

import "sync"

type block struct {
	results map[string]int
}

type worker struct {
	mu   sync.RWMutex
	base string
}

// Make fills a block of its own while it may read the worker: nobody else knows the block.
func (w *worker) Make(names []string) *block {
	w.mu.RLock()
	defer w.mu.RUnlock()
	b := w.begin()
	for _, name := range names {
		w.apply(b, name)
	}
	return b
}

func (w *worker) begin() *block {
	return &block{results: map[string]int{w.base: 1}}
}

func (w *worker) apply(b *block, name string) {
	b.results[name]++
	if b.results[name] > 2 {
		delete(b.results, name)
	}
}
