// Goroutines that wait for requests while their object is still being prepared.
package p

import "time"

type arbiter struct {
	resolved chan string
	quit     chan struct{}
	active   map[string]bool
	watchers []*watcher
}

type watcher struct{ onResolved func(name string) }

func (w *watcher) Start() { go w.onResolved("a") }

func (a *arbiter) Start(names []string) {
	go a.serve()
	a.load(names)
	a.active["last"] = true
	for _, w := range a.watchers {
		w.Start()
	}
	for name := range a.active {
		println(name)
	}
}

func (a *arbiter) load(names []string) {
	for _, name := range names {
		a.active[name] = true
		a.watchers = append(a.watchers, &watcher{onResolved: a.notify})
	}
}

func (a *arbiter) serve() {
	for {
		select {
		case name := <-a.resolved:
			delete(a.active, name) // want "concurrent-map-access: delete of map arbiter.active .*iteration in"
		case <-a.quit:
			return
		}
	}
}

func (a *arbiter) notify(name string) { a.resolved <- name }

func (a *arbiter) Stop() { close(a.quit) }

// One that does something by itself from time to time.
type sweeper struct {
	tick   *time.Ticker
	active map[string]bool
}

func (s *sweeper) Start(names []string) {
	go func() {
		for range s.tick.C {
			clear(s.active) // want "concurrent-map-access: clear of map sweeper.active .*write in"
		}
	}()
	for _, name := range names {
		s.active[name] = true
	}
}

// One whose requests come from a goroutine that runs already.
type early struct {
	requests chan string
	active   map[string]bool
}

func (e *early) Feed(names []string) {
	go func() {
		for _, name := range names {
			e.requests <- name
		}
	}()
}

func (e *early) Start() {
	go func() {
		for name := range e.requests {
			delete(e.active, name) // want "concurrent-map-access: delete of map early.active .*write in"
		}
	}()
	e.active["first"] = true
}

// One that is added to while it is in use.
type open struct {
	requests chan string
	active   map[string]bool
}

func (o *open) Send(name string) { o.requests <- name }

func (o *open) Start() {
	go o.serve()
	o.active["first"] = true
}

func (o *open) Restore() {
	go o.serve()
	o.active["first"] = true
}

func (o *open) serve() {
	for name := range o.requests {
		delete(o.active, name) // want "concurrent-map-access: delete of map open.active .*write in"
	}
}
