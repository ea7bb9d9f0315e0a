// Goroutines that are started in a loop, for an element each or for the same object.
package p

import "sync"

type rule interface{ exec(ts int) }

type alerting struct {
	mu     sync.RWMutex
	alerts map[string]int
}

// Alerts is called by whoever wants to know.
func (a *alerting) Alerts() (names []string) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for name := range a.alerts {
		names = append(names, name)
	}
	return names
}

// exec alone writes the map, in one goroutine for each rule.
func (a *alerting) exec(ts int) {
	last := a.alerts["a"]
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.alerts, "b")
	a.alerts["a"] = last + ts
}

type executor struct{}

func (e *executor) exec(r rule, ts int) { r.exec(ts) }

func (e *executor) execAll(rules []rule, ts int) {
	var wg sync.WaitGroup
	for i := range rules {
		each := rules[i]
		wg.Go(func() { e.exec(each, ts) })
	}
	wg.Wait()
}

type Group struct{ rules []rule }

func (g *Group) Run(e *executor) { e.execAll(g.rules, 1) }

type counter struct {
	mu     sync.RWMutex
	counts map[string]int
}

func (c *counter) Names() (names []string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for name := range c.counts {
		names = append(names, name)
	}
	return names
}

func (c *counter) count(name string) {
	last := c.counts[name] // want "inconsistent-guard: read of map counter.counts without mu"
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.counts, "b")
	c.counts[name] = last + 1
}

func countAll(c *counter, names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() { c.count(name) })
	}
	wg.Wait()
}

func Count(c *counter, names []string) { countAll(c, names) }

// job is an element that has its counter from elsewhere.
type job struct{ totals *totals }

type totals struct {
	mu     sync.RWMutex
	counts map[string]int
}

func (j *job) run(name string) {
	last := j.totals.counts[name] // want "inconsistent-guard: read of map totals.counts without mu"
	j.totals.mu.Lock()
	defer j.totals.mu.Unlock()
	delete(j.totals.counts, "b")
	j.totals.counts[name] = last + 1
}

func runAll(jobs []*job) {
	for _, each := range jobs {
		go each.run("a")
	}
}

func Jobs(t *totals) { runAll([]*job{{totals: t}, {totals: t}}) }
