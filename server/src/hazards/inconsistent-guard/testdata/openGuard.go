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
	return len(g.Members) // want "inconsistent-guard: read of map Group.Members without Mu"
}

func watch(g *Group, done chan int) {
	go func() {
		done <- g.Size()
	}()
}

// Index embeds its lock: others can take it, but it need not be meant for them.
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
	return len(x.entries) // want "inconsistent-guard[warning]: read of map Index.entries without RWMutex"
}
