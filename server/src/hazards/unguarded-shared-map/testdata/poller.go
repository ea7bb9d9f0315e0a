// A method starts a loop and returns; the other methods are called while the loop goes on.
package p

import "time"

// Poller counts what it sees.
type Poller struct {
	seen    map[string]int
	targets map[string]string
	stop    chan struct{}
}

// NewPoller makes one.
func NewPoller() *Poller {
	return &Poller{seen: map[string]int{}, targets: map[string]string{}, stop: make(chan struct{})}
}

// AddTarget is called before the loop starts, as far as anybody can tell.
func (p *Poller) AddTarget(name, url string) { p.targets[name] = url }

// Start polls until Stop is called.
func (p *Poller) Start() {
	go func() {
		for {
			select {
			case <-p.stop:
				return
			case <-time.After(time.Second):
				for name := range p.targets {
					p.seen[name]++ // want "unguarded-shared-map[hint]: write of map Poller.seen without a lock, but \(\*Poller\).Start leaves a goroutine running that uses it, too"
				}
			}
		}
	}()
}

// Stop ends the loop.
func (p *Poller) Stop() { close(p.stop) }

// Count tells how often a target was seen.
func (p *Poller) Count(name string) int { return p.seen[name] }

// watcher is started by whoever makes it.
type watcher struct {
	ticker *time.Ticker
	last   map[string]time.Time
}

func newWatcher() *watcher {
	w := &watcher{ticker: time.NewTicker(time.Second), last: map[string]time.Time{}}
	go w.loop()
	return w
}

func (w *watcher) loop() {
	for range w.ticker.C {
		w.expire()
	}
}

func (w *watcher) expire() {
	for name, when := range w.last {
		if time.Since(when) > time.Minute {
			delete(w.last, name) // want "unguarded-shared-map[hint]: delete of map watcher.last"
		}
	}
}

// Touch notes a name: it is told with the other side.
func (w *watcher) Touch(name string) { w.last[name] = time.Now() }

// A package can do the same.
var sizes = map[string]int{}

// Watch begins to measure.
func Watch() { go measure() }

func measure() {
	for {
		time.Sleep(time.Second)
		sizes["all"]++ // want "unguarded-shared-map: write of map sizes"
	}
}

// SizeOf tells a size.
func SizeOf(name string) int { return sizes[name] }
