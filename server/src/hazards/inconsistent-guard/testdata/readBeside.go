// Who only reads does not collide with a read, but shows that others use the map at the same time.
package p

import "sync"

// peers are reported by a goroutine meanwhile.
type peers struct {
	lock sync.RWMutex
	size int

	known map[string]int
}

func NewPeers() *peers {
	p := &peers{known: map[string]int{}}
	go p.report()
	return p
}

func (p *peers) report() {
	p.lock.RLock()
	defer p.lock.RUnlock()
	for name := range p.known {
		println(name)
	}
}

func (p *peers) Register(name string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.known[name]++
}

func (p *peers) Unregister(name string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	delete(p.known, name)
}

func (p *peers) Names() (names []string) {
	for name := range p.known { // want "inconsistent-guard[warning]: iteration of map peers.known without lock"
		names = append(names, name)
	}
	return names
}

// watched has one goroutine that writes; that others only read beside it is no harm to itself.
type watched struct {
	lock sync.RWMutex
	size int

	known map[string]int
}

func NewWatched(names <-chan string) *watched {
	w := &watched{known: map[string]int{}}
	go w.watch(names)
	return w
}

func (w *watched) watch(names <-chan string) {
	for name := range names {
		if w.known[name] > 0 {
			continue
		}
		w.lock.Lock()
		w.known[name]++
		w.lock.Unlock()
	}
}

func (w *watched) Has(name string) bool {
	w.lock.RLock()
	defer w.lock.RUnlock()
	return w.known[name] > 0
}

func (w *watched) Size() int {
	w.lock.RLock()
	defer w.lock.RUnlock()
	return len(w.known)
}
