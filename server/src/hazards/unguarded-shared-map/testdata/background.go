// A package variable that a goroutine fills and somebody else's callback reads.
package p

import (
	"sync"
	"time"
)

var usage = map[string]int{}

// Readers are called by the metrics library when it likes.
var Readers []func() int

func serveForever() {
	go traced("collect", func() {
		collect()
	})
	Readers = append(Readers, func() int { return usage["cpu"] })
}

func traced(name string, run func()) {
	println(name)
	run()
}

func collect() {
	for range time.Tick(time.Second) {
		usage["cpu"] = 1 // want "unguarded-shared-map: write of map usage without a lock, but collect runs in its own goroutine"
	}
}

// What is loaded in the background is not loaded before the rest begins.
type resync struct {
	mu     sync.Mutex
	status map[string]int
}

func (r *resync) Begin(names []string) { go r.loadAll(names) }

func (r *resync) loadAll(names []string) {
	for i, name := range names {
		r.status[name] = i // want "inconsistent-guard: write of map resync.status without mu"
	}
}

func (r *resync) Set(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status[name] = 1
}

func (r *resync) Status(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status[name]
}
