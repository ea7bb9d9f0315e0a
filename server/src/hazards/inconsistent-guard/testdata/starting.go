package inconsistent

import "sync"

type source interface{ events() chan int }

// One goroutine handles events and alone writes, but for what its starter does while no event can come.
type rounds struct {
	source source
	ended  chan bool
	mu     sync.Mutex
	rounds map[int]string
}

func (r *rounds) add(n int, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rounds[n] = text
}

func (r *rounds) clear(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.rounds, n)
}

func (r *rounds) Start() {
	go r.handle()
	r.add(0, "")
}

func (r *rounds) handle() {
	for {
		select {
		case n := <-r.source.events():
			r.next(n)
		case <-r.ended:
			return
		}
	}
}

func (r *rounds) next(n int) {
	if r.rounds[n] == "" {
		r.add(n, "next")
		r.clear(n - 1)
	}
}

func (r *rounds) Stop() {
	close(r.ended)
}

// The goroutine reads before it has received anything.
type eagerRounds struct {
	events chan int
	mu     sync.Mutex
	rounds map[int]string
}

func (r *eagerRounds) add(n int, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rounds[n] = text
}

func (r *eagerRounds) clear(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.rounds, n)
}

func (r *eagerRounds) Start() {
	go r.handle()
	r.add(0, "")
}

func (r *eagerRounds) handle() {
	r.next(0)
	for n := range r.events {
		r.next(n)
	}
}

func (r *eagerRounds) next(n int) {
	if r.rounds[n] == "" { // want "inconsistent-guard: read of map eagerRounds.rounds"
		r.add(n, "next")
		r.clear(n - 1)
	}
}

// OpenRounds are written by others while events are handled.
type OpenRounds struct {
	events chan int
	mu     sync.Mutex
	rounds map[int]string
}

func (r *OpenRounds) Add(n int, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rounds[n] = text
}

func (r *OpenRounds) clear(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.rounds, n)
}

func (r *OpenRounds) Start() {
	go r.handle()
	r.Add(0, "")
}

func (r *OpenRounds) handle() {
	for n := range r.events {
		r.next(n)
	}
}

func (r *OpenRounds) next(n int) {
	if r.rounds[n] == "" { // want "inconsistent-guard: read of map OpenRounds.rounds"
		r.Add(n, "next")
		r.clear(n - 1)
	}
}
