// Objects that a goroutine makes, keeps in a collection of its own, and drops at its end.
package p

import (
	"fmt"
	"io"
	"sync"
)

type pipes struct {
	mu      sync.Mutex
	readers map[int]io.ReadCloser
	done    chan struct{}
}

func newPipes(fds []int) *pipes {
	p := &pipes{readers: map[int]io.ReadCloser{}, done: make(chan struct{})}
	for _, fd := range fds {
		r, _ := io.Pipe()
		p.readers[fd] = r
	}
	return p
}

func (p *pipes) Drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for fd, r := range p.readers {
		delete(p.readers, fd)
		r.Close()
	}
}

// Serve reads from the pipes of a process before anything can drop them.
func Serve(requests <-chan []int, wait func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		all := make(map[int]*pipes)
		defer func() {
			for _, p := range all {
				p.Drop()
			}
		}()
		for fds := range requests {
			p := newPipes(fds)
			all[len(all)] = p
			started := make(chan struct{})
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer p.Drop()
				wait()
				<-started
			}()
			for fd := range p.readers {
				fmt.Println(fd)
			}
			close(started)
		}
	}()
	wg.Wait()
}

type streams struct {
	mu      sync.Mutex
	readers map[int]io.ReadCloser
}

func newStreams() *streams { return &streams{readers: map[int]io.ReadCloser{}} }

func (s *streams) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for fd, r := range s.readers {
		delete(s.readers, fd)
		r.Close()
	}
}

func (s *streams) Open(fd int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, _ := io.Pipe()
	s.readers[fd] = r
}

// ServeAll reads from the streams beside the goroutine that drops them all.
func ServeAll(requests <-chan int, stop <-chan struct{}) {
	all := make(map[int]*streams)
	for fd := range requests {
		s := newStreams()
		all[fd] = s
		s.Open(fd)
		go func() {
			for fd := range s.readers { // want "inconsistent-guard: iteration of map streams.readers without mu"
				fmt.Println(fd)
			}
		}()
	}
	<-stop
	for _, s := range all {
		s.Drop()
	}
}
