// Loops whose maps nobody else uses while they run.
package p

import (
	"sync"
	"time"
)

// actor has a loop that owns the map; what others ask for runs in the loop, too.
type actor struct {
	calls chan func()
	state map[string]int
	done  chan struct{}
}

// Start starts the loop.
func (a *actor) Start() {
	a.state["started"] = 1
	go a.loop()
}

func (a *actor) loop() {
	for {
		select {
		case call := <-a.calls:
			call()
			a.Tidy()
		case <-a.done:
			return
		}
		a.state["turns"]++
	}
}

// Tidy is called by the loop.
func (a *actor) Tidy() { delete(a.state, "started") }

// Get asks the loop.
func (a *actor) Get(name string) int {
	answer := make(chan int)
	a.calls <- func() { answer <- a.state[name] }
	return <-answer
}

// collector gathers until it is closed; who wants to see the result waits for the end.
type collector struct {
	end   chan struct{}
	ended chan struct{}
	got   map[string]int
}

// Start begins.
func (c *collector) Start() {
	go func() {
		defer close(c.ended)
		for {
			select {
			case <-c.end:
				return
			case <-time.After(time.Second):
				c.got["tick"]++
			}
		}
	}()
}

// Result ends the loop and shows what it gathered.
func (c *collector) Result(name string) int {
	close(c.end)
	<-c.ended
	return c.got[name]
}

// batch has a goroutine that ends by itself.
type batch struct {
	names []string
	sizes map[string]int
	done  chan struct{}
}

// Start measures all names, once.
func (b *batch) Start() {
	go func() {
		for _, name := range b.names {
			b.sizes[name] = len(name)
		}
		close(b.done)
	}()
}

// Size is called when the batch is done.
func (b *batch) Size(name string) int { return b.sizes[name] }

// configured is set up before it runs, and only read by its loop.
type configured struct{ routes map[string]string }

// AddRoute adds one.
func (c *configured) AddRoute(name, to string) { c.routes[name] = to }

// Run looks at the routes from time to time.
func (c *configured) Run() {
	go func() {
		for {
			time.Sleep(time.Second)
			println(len(c.routes), c.routes["a"])
		}
	}()
}

// observer runs its loop as long as Run does, and is told of its listeners before that.
type observer struct {
	listeners map[string]bool
	events    chan string
	stop      chan struct{}
}

func (o *observer) AddListener(name string) {
	o.listeners[name] = true
}

func (o *observer) Run() {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			select {
			case <-o.stop:
				return
			case event := <-o.events:
				delete(o.listeners, event)
			}
		}
	}()
}
