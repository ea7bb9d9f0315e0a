// A bank reads a balance in one critical section and writes it in another. What
// others pay in meanwhile is lost. Nothing crashes: every access holds the lock.
package main

import (
	"fmt"
	"sync"
)

// Bank keeps balances by account.
type Bank struct {
	mu       sync.Mutex
	balances map[string]int
}

// Pay adds to a balance that may be old by then.
func (b *Bank) Pay(account string, amount int) {
	b.mu.Lock()
	balance := b.balances[account]
	b.mu.Unlock()
	b.mu.Lock()
	b.balances[account] = balance + amount
	b.mu.Unlock()
}

// Balance returns what is in an account.
func (b *Bank) Balance(account string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.balances[account]
}

func main() {
	bank := &Bank{balances: make(map[string]int)}
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			bank.Pay("gopher", 1)
		}()
	}
	wg.Wait()
	fmt.Println("balance:", bank.Balance("gopher"))
}
