// A flag that keeps the others away, and one that lets them in.
package p

import "sync"

type finalizer struct {
	mu        sync.Mutex
	finalized bool
	callbacks map[string]func()
}

func (f *finalizer) Register(id string, callback func()) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.finalized {
		return false
	}
	f.callbacks[id] = callback
	return true
}

func (f *finalizer) Deregister(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.finalized || f.callbacks == nil {
		return false
	}
	delete(f.callbacks, id)
	return true
}

func (f *finalizer) Run() {
	f.mu.Lock()
	if f.finalized {
		f.mu.Unlock()
		return
	}
	f.finalized = true
	f.mu.Unlock()
	for _, callback := range f.callbacks {
		callback()
	}
}

type opener struct {
	mu      sync.Mutex
	started bool
	open    map[string]bool
}

func (o *opener) Event(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.started {
		return
	}
	o.open[id] = true
}

func (o *opener) Other(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.open, id)
}

func (o *opener) Start(id string) {
	o.mu.Lock()
	o.started = true
	o.mu.Unlock()
	o.open[id] = false // want "inconsistent-guard[warning]: write of map opener.open without mu"
}

// What is taken out of the outer map under the lock belongs to the function.
type tracker struct {
	lock    sync.Mutex
	pollers map[string]map[string]func()
}

func (t *tracker) Add(worker, poller string, cancel func()) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.pollers[worker] == nil {
		t.pollers[worker] = map[string]func(){}
	}
	t.pollers[worker][poller] = cancel
}

func (t *tracker) Remove(worker, poller string) {
	t.lock.Lock()
	defer t.lock.Unlock()
	delete(t.pollers[worker], poller)
}

func (t *tracker) CancelAll(worker string) int {
	t.lock.Lock()
	pollers := t.pollers[worker]
	delete(t.pollers, worker)
	t.lock.Unlock()
	for _, cancel := range pollers {
		cancel()
	}
	return len(pollers)
}
