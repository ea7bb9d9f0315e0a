// Maps that leave their lock when nobody writes them any more, or for now.
package p

import "sync"

type report struct {
	mu      sync.Mutex
	writers sync.WaitGroup
	stats   map[string]int
}

func (r *report) Collecting() { r.writers.Add(1) }

func (r *report) Collect(name string, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stats[name] = n
	r.writers.Done()
}

// Ready waits for all who collect.
func (r *report) Ready() map[string]int {
	r.writers.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stats
}

type early struct {
	mu      sync.Mutex
	writers sync.WaitGroup
	stats   map[string]int
}

func (e *early) Collecting() { e.writers.Add(1) }

func (e *early) Collect(name string, n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.writers.Done()
	e.stats[name] = n
}

// Ready waits for those who are about to collect.
func (e *early) Ready() map[string]int {
	e.writers.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.stats // want "guarded-map-escapes: map early.stats, which mu guards, is returned"
}

type buffer struct {
	mu      sync.Mutex
	cond    sync.Cond
	writing bool
	chunks  map[string][]byte
}

func (b *buffer) Put(name string, chunk []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.writing {
		b.cond.Wait()
	}
	b.chunks[name] = chunk
}

// Take keeps the writers out until Written.
func (b *buffer) Take() map[string][]byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.writing {
		b.cond.Wait()
	}
	b.writing = true
	return b.chunks
}

func (b *buffer) Written() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.writing = false
	b.chunks = map[string][]byte{}
	b.cond.Broadcast()
}

type leaky struct {
	mu      sync.Mutex
	cond    sync.Cond
	writing bool
	chunks  map[string][]byte
}

func (l *leaky) Put(name string, chunk []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.writing {
		l.cond.Wait()
	}
	l.chunks[name] = chunk
}

// Drop does not look whether somebody writes.
func (l *leaky) Drop(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.chunks, name)
}

func (l *leaky) Take() map[string][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = true
	return l.chunks // want "guarded-map-escapes: map leaky.chunks, which mu guards, is returned"
}
