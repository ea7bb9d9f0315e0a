package p

import "sync"

type counter interface{ add(n int) }

type locked struct {
	mu sync.Mutex
	n  int
}

func (l *locked) add(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n += n
}

// What the interface holds is known here.
func run() int {
	l := &locked{}
	var c counter = l
	done := make(chan bool)
	go func() {
		c.add(1)
		done <- true
	}()
	c.add(2)
	<-done
	return l.n
}
