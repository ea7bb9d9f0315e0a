// Maps that are handed to functions which read or change them.
package p

import (
	"encoding/json"
	"sync"
)

type table map[string]int

func (t table) add(k string) { t[k]++ }

func (t table) size() int { return len(t) }

type registry struct {
	mu    sync.Mutex
	names map[string]string
	sizes table
	rooms map[string]map[string]bool
}

func fill(m map[string]string, k string) { m[k] = k }

func fillTwice(m map[string]string, k string) {
	fill(m, k)
	fill(m, k+k)
}

func show(m map[string]string) string {
	text, _ := json.Marshal(m)
	return string(text)
}

func enter(rooms map[string]map[string]bool, room, name string) { rooms[room][name] = true }

func (r *registry) Set(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fill(r.names, k)
	r.sizes.add(k)
	enter(r.rooms, k, k)
}

func (r *registry) SetTwice(k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fillTwice(r.names, k)
	r.sizes.add(k)
	enter(r.rooms, k, k)
}

func (r *registry) Show() string {
	return show(r.names) // want "inconsistent-guard[hint]: iteration of map registry.names without mu"
}

func (r *registry) Add(k string) {
	r.sizes.add(k)         // want "inconsistent-guard[warning]: write of map registry.sizes without mu"
	fillTwice(r.names, k)  // want "inconsistent-guard[hint]: write of map registry.names without mu"
	enter(r.rooms, "a", k) // want "inconsistent-guard[warning]: write of map registry.rooms..... without mu"
}

// The callee locks for itself.
func (r *registry) fillLocked(m map[string]string, k string) { m[k] = "" }

func (r *registry) with(m map[string]string, k string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fillLocked(m, k)
}

func (r *registry) Put(k string) { r.with(r.names, k) }

// A map of its own is nobody else's.
func (r *registry) Local(k string) int {
	own := table{}
	own.add(k)
	return own.size()
}

// Functions that call each other in a circle.
func odd(m map[string]string, n int) {
	if n > 0 {
		even(m, n-1)
	}
}

func even(m map[string]string, n int) {
	delete(m, "a")
	odd(m, n-1)
}

func (r *registry) Circle() {
	odd(r.names, 3) // want "inconsistent-guard[hint]: delete of map registry.names without mu"
}

// Locks taken and given back by functions that call each other.
func (r *registry) lockOdd(n int) {
	if n == 0 {
		r.mu.Lock()
		return
	}
	r.lockEven(n - 1)
}

func (r *registry) lockEven(n int) {
	if n == 0 {
		r.mu.Lock()
		return
	}
	r.lockOdd(n - 1)
}

func (r *registry) CircleLocked() {
	r.lockOdd(3)
	defer r.mu.Unlock()
	r.names["a"] = "b"
}
