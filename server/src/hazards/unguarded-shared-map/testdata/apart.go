// Locks behind an interface, and values that each goroutine has for itself.
package p

import (
	"sync"
	"time"
)

// The storage locks for the object that has it.
type storage interface {
	lock()
	unlock()
	rlock()
	runlock()
}

type system struct {
	sync.Mutex
	store storage
	users map[string]int
}

func (s *system) watch() {
	go func() {
		for range time.Tick(time.Minute) {
			s.purge()
		}
	}()
}

func (s *system) purge() {
	s.store.lock()
	defer s.store.unlock()
	for name := range s.users {
		delete(s.users, name)
	}
}

func (s *system) Set(name string) {
	s.store.lock()
	defer s.store.unlock()
	s.users[name] = 1
}

func (s *system) Get(name string) int {
	s.store.rlock()
	defer s.store.runlock()
	return s.users[name]
}

// Each request has its own info; that goroutines use the type does not make one of them shared.
type info struct{ metadata map[string]string }

func (i *info) SetHealing() { i.metadata["healing"] = "true" }

func (i *info) SetParity() { i.metadata["parity"] = "2" }

func heal(ids []string, read func(string) *info) {
	for _, id := range ids {
		go func() { read(id).SetHealing() }()
	}
}

func upgrade(ids []string, read func(string) *info) {
	for _, id := range ids {
		go func() { read(id).SetParity() }()
	}
}

// A type that starts both goroutines shares itself with them.
type pump struct{ open map[int]bool }

func (p *pump) run(in, out chan int) {
	go p.receive(in)
	go p.send(out)
}

func (p *pump) receive(in chan int) {
	for id := range in {
		p.open[id] = true // want "(concurrent-map-access|unguarded-shared-map): write of map pump.open"
	}
}

func (p *pump) send(out chan int) {
	for id := range p.open {
		out <- id
	}
}
