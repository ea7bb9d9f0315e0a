package p

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) get() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
}

// Each step is locked, and still both can be paid.
func run() int {
	a := &account{balance: 10}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if a.get() >= 8 {
				a.add(-8)
			}
		})
	}
	wg.Wait()
	return a.balance
}
