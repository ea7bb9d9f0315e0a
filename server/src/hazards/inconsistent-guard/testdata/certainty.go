// How sure it is that the access without the lock meets the others.
package p

import (
	"sync"
	"time"
)

// offsets has a lock that is not plainly the map's.
type offsets struct {
	mu      sync.Mutex
	running bool

	name string

	byQueue map[string]int
}

func (o *offsets) Follow(queues []string) {
	go func() {
		for range time.Tick(time.Second) {
			for _, queue := range queues {
				o.Update(queue, 1)
			}
		}
	}()
}

func (o *offsets) Update(queue string, offset int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byQueue[queue] = offset
}

func (o *offsets) Remove(queue string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.byQueue, queue)
}

func (o *offsets) Get(queue string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.byQueue[queue]
}

func (o *offsets) Has(queue string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, ok := o.byQueue[queue]
	return ok
}

func (o *offsets) Swap(a, b string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byQueue[a], o.byQueue[b] = o.byQueue[b], o.byQueue[a]
}

// All copies the map for whoever asks, at whatever time.
func (o *offsets) All() map[string]int {
	all := make(map[string]int)
	for queue, offset := range o.byQueue { // want "inconsistent-guard[warning]: iteration of map offsets.byQueue without mu"
		all[queue] = offset
	}
	return all
}

// Print leaves a goroutine that comes by again and again.
func (o *offsets) Print() {
	go func() {
		for range time.Tick(time.Minute) {
			println(len(o.byQueue)) // want "inconsistent-guard: read of map offsets.byQueue without mu"
		}
	}()
}

// Begin takes the lock for something else.
func (o *offsets) Begin() {
	o.mu.Lock()
	o.running = true
	o.mu.Unlock()
	if len(o.byQueue) > 0 { // want "inconsistent-guard[warning]: read of map offsets.byQueue without mu"
		println(o.name)
	}
}

// Forget takes it for the map, and too late.
func (o *offsets) Forget(queue string) {
	if o.byQueue[queue] == 0 { // want "inconsistent-guard: read of map offsets.byQueue without mu"
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.byQueue, queue)
}
