// What is declared in a loop is new in each round, whoever has the one of the round before.
package p

import "sync"

type streams struct {
	mu      sync.Mutex
	readers map[int]chan int
}

func newStreams(fds []int) *streams {
	s := &streams{readers: map[int]chan int{}}
	for _, fd := range fds {
		s.readers[fd] = make(chan int)
	}
	return s
}

func (s *streams) Drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for fd := range s.readers {
		delete(s.readers, fd)
	}
}

func (s *streams) Reader(fd int) chan int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readers[fd]
}

func Serve(names <-chan []int, wait func()) {
	all := map[int]*streams{}
	for fds := range names {
		s := newStreams(fds)
		all[len(fds)] = s
		first := s.readers[0]
		go func() {
			<-first
			wait()
			s.Drain()
		}()
	}
}

// Late looks when the goroutine has been started.
func Late(names <-chan []int, wait func()) {
	for fds := range names {
		s := newStreams(fds)
		go func() {
			wait()
			s.Drain()
		}()
		<-s.readers[0] // want "inconsistent-guard[warning]: read of map streams.readers without mu"
	}
}
