package p

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
	log     [2]string
}

func (a *account) pay(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.balance < n {
		return false
	}
	a.balance -= n
	a.log[0] = "paid"
	return true
}

// There is money for one of the two.
func run() (bool, bool, int, string) {
	a := &account{balance: 10}
	other := make(chan bool)
	go func() { other <- a.pay(8) }()
	mine := a.pay(7)
	theirs := <-other
	return mine, theirs, a.balance, a.log[0]
}
