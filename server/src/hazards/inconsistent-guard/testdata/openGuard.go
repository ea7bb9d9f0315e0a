package p

import "sync"

// Group leaves its lock to other packages: who calls Assign may hold it.
type Group struct {
	Mu      sync.RWMutex
	Members map[string]int
}

func (g *Group) Add(id string) {
	g.Mu.Lock()
	defer g.Mu.Unlock()
	g.Members[id] = len(g.Members)
}

func (g *Group) Get(id string) int {
	g.Mu.RLock()
	defer g.Mu.RUnlock()
	return g.Members[id]
}

func (g *Group) Assign() int {
	total := 0
	for _, n := range g.Members {
		total += n
	}
	return total
}

// Size is not only for others: this package calls it without the lock.
func (g *Group) Size() int {
	return len(g.Members) // want "inconsistent-guard[warning]: read of map Group.Members without Mu"
}

func watch(g *Group, done chan int) {
	go func() {
		done <- g.Size()
	}()
}

// Index embeds its lock: others can take it.
type Index struct {
	sync.RWMutex
	entries map[string]int
}

func (x *Index) Add(id string) {
	x.Lock()
	defer x.Unlock()
	x.entries[id]++
}

func (x *Index) Get(id string) int {
	x.RLock()
	defer x.RUnlock()
	return x.entries[id]
}

func (x *Index) Len() int {
	return len(x.entries)
}

// Ledger embeds its lock, too.
type Ledger struct {
	sync.Mutex
	entries map[string]int
}

func (l *Ledger) Add(id string) {
	l.Lock()
	defer l.Unlock()
	l.entries[id]++
}

func (l *Ledger) Get(id string) int {
	l.Lock()
	defer l.Unlock()
	return l.entries[id]
}

func (l *Ledger) Len() int {
	l.Lock()
	defer l.Unlock()
	return len(l.entries)
}

func (l *Ledger) Has(id string) bool {
	l.Lock()
	defer l.Unlock()
	_, ok := l.entries[id]
	return ok
}

// Sum and Mean hand on what their callers may hold.
func (l *Ledger) Sum() int  { return l.sum() }
func (l *Ledger) Mean() int { return l.sum() / 2 }

func (l *Ledger) sum() int {
	total := 0
	for _, n := range l.entries {
		total += n
	}
	return total
}

// A goroutine holds nothing of what its starter does.
func (l *Ledger) Report(done chan int) {
	go func() { done <- l.largest() }()
}

func (l *Ledger) largest() int {
	most := 0
	for _, n := range l.entries { // want "inconsistent-guard: iteration of map Ledger.entries without Mutex"
		most = max(most, n)
	}
	return most
}

func (g *Group) Any() string { return g.any() }

func (g *Group) any() string {
	for id := range g.Members {
		return id
	}
	return ""
}
