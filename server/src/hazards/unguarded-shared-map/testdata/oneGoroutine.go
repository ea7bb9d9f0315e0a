// A comment that says which goroutine alone uses a map is believed where nothing here says otherwise.
package p

import "sync"

type Proxy struct {
	lock  sync.Mutex
	names []string

	// pending has the updates to come. Only accessed from the dataplane's goroutine.
	pending map[string]int
	// known has what was applied.
	known map[string]int
}

func (p *Proxy) Flush(name string) {
	p.lock.Lock()
	p.names = append(p.names, name)
	p.lock.Unlock()
	if p.pending[name] > 0 {
		delete(p.pending, name)
	}
	if p.known[name] == 0 {
		p.known[name] = 1 // want "unguarded-shared-map[callers]: write of map Proxy.known without a lock"
	}
}

// Poller says the same of a map that two goroutines use.
type Poller struct {
	in chan string
	// seen is only used by the loop.
	seen map[string]int
}

func (p *Poller) Start() {
	go p.loop()
}

func (p *Poller) loop() {
	for {
		p.seen[<-p.in]++ // want "unguarded-shared-map[hint]: write of map Poller.seen without a lock"
	}
}

func (p *Poller) Forget(name string) {
	delete(p.seen, name)
}

// Tracker has a loop that alone notes names.
type Tracker struct {
	in    chan string
	names map[string]int
}

func (t *Tracker) Start() {
	go t.loop()
}

func (t *Tracker) loop() {
	for {
		t.handle(<-t.in)
	}
}

// handle notes a name.
// Only called from the loop.
func (t *Tracker) handle(name string) {
	t.names[name]++
}

// Size may be called by others.
func (t *Tracker) Size() int {
	return len(t.names)
}
