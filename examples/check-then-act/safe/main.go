// A bank reads a balance and writes it in one critical section.
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

// Pay adds to a balance.
func (b *Bank) Pay(account string, amount int) {
	b.mu.Lock()
	b.balances[account] += amount
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
