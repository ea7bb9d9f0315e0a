package p

import "sync"

type Accounts struct {
	mu     sync.RWMutex
	reload sync.Mutex
	byKey  map[string]int
}

// The write meets the read without mu, and has nothing to mend: the read is reported, not the write.
func NewAccounts() *Accounts {
	a := &Accounts{byKey: map[string]int{}}
	go a.follow()
	a.Add("env")
	return a
}

func (a *Accounts) Add(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.byKey[key]++
}

func (a *Accounts) Get(key string) int {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.byKey[key]
}

func (a *Accounts) follow() {
	a.reload.Lock()
	defer a.reload.Unlock()
	a.Show()
}

func (a *Accounts) Show() {
	println(len(a.byKey)) // want "inconsistent-guard: read of map Accounts.byKey without mu"
}
