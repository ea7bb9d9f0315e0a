// Whoever looks into an object when its goroutine has ended has it alone.
package p

import "sync"

type fetcher struct {
	queue sync.Mutex
	tasks []string
	wake  chan string
	term  chan struct{}
	seen  map[string]int
}

func newFetcher() *fetcher {
	f := &fetcher{wake: make(chan string), term: make(chan struct{}), seen: make(map[string]int)}
	go f.loop()
	return f
}

func (f *fetcher) loop() {
	defer close(f.term)
	for name := range f.wake {
		f.queue.Lock()
		f.tasks = nil
		f.queue.Unlock()
		f.seen[name]++
	}
}

func (f *fetcher) wait() { <-f.term }

type group struct {
	fetchers map[string]*fetcher
}

func (g *group) Commit(names []string) {
	for _, name := range names {
		g.fetchers[name] = newFetcher()
	}
	go g.report()
}

func (g *group) report() {
	for _, f := range g.fetchers {
		f.wait()
		for name := range f.seen {
			delete(f.seen, name)
		}
	}
}

// Nobody waits here.
type early struct {
	mu    sync.Mutex
	tasks []string
	seen  map[string]int
	term  chan struct{}
}

func (e *early) Start(names chan string) {
	go e.loop(names)
	go e.report()
}

func (e *early) loop(names chan string) {
	defer close(e.term)
	for name := range names {
		e.seen[name]++ // want "concurrent-map-access: write of map early.seen runs at the same time"
	}
}

func (e *early) report() {
	for name := range e.seen {
		delete(e.seen, name) // want "unguarded-shared-map: delete of map early.seen without a lock"
	}
	<-e.term
}
