package p

import "sync/atomic"

type stats struct {
	hits atomic.Int64
	on   atomic.Bool
	last atomic.Uint32
}

// Nothing is lost, and what is stored before the flag is seen after it.
func run() (int64, bool, uint32) {
	var s stats
	go func() {
		s.hits.Add(2)
		s.last.Store(9)
		s.on.Store(true)
	}()
	s.hits.Add(1)
	on := s.on.Load()
	last := s.last.Load()
	return s.hits.Load(), on, last
}
