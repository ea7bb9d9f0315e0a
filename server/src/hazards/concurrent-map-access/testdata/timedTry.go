// A lock of another module that is tried for some time, behind a wrapper that runs what it is given.
package p

import (
	"context"

	golock "github.com/viney-shih/go-lock"
)

type locker struct{ m *golock.CASMutex }

func (l *locker) with(ctx context.Context, f func()) {
	if l.m.TryLockWithContext(ctx) {
		defer l.m.Unlock()
		f()
	}
}

// withReaders lets several run at once.
func (l *locker) withReaders(ctx context.Context, f func()) {
	if l.m.RTryLockWithContext(ctx) {
		defer l.m.RUnlock()
		f()
	}
}

type store struct {
	lock *locker
	m    map[string]int
}

func (s *store) add(ctx context.Context, k string) {
	s.lock.with(ctx, func() { s.m[k]++ })
}

func (s *store) addBeside(ctx context.Context, k string) {
	s.lock.withReaders(ctx, func() {
		s.m[k]++ // want "concurrent-map-access: write of map store.m"
	})
}

func Fill(ctx context.Context, s *store, keys []string) {
	for _, k := range keys {
		go s.add(ctx, k)
	}
}

func FillBeside(ctx context.Context, s *store, keys []string) {
	for _, k := range keys {
		go s.addBeside(ctx, k)
	}
}
