package p

// scenario: finding

import (
	"os"
	"sync"
)

// Loader reads files for many goroutines.
type Loader struct {
	mu     sync.Mutex
	failed map[string]error
}

func (l *Loader) Fetch(name string) []byte {
	data, err := os.ReadFile(name)
	if err != nil {
		l.failed[name] = err
	}
	return data
}

func (l *Loader) Failed(name string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed[name]
}

func (l *Loader) Forget(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.failed, name)
}

func (l *Loader) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.failed)
}

func (l *Loader) Fail(name string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failed[name] = err
}
