// A lock for another field: the type is used by several goroutines all the same.
package p

import (
	"sync"
	"time"
)

type tracker struct {
	requests    map[string]int
	requestsMtx sync.Mutex
	done        map[string]int
}

func newTracker() *tracker {
	t := &tracker{requests: map[string]int{}, done: map[string]int{}}
	go t.loop()
	return t
}

func (t *tracker) loop() {
	for range time.Tick(time.Minute) {
		println(len(t.done))
	}
}

// Mark is called while the loop runs.
func (t *tracker) Mark(name string) {
	t.requestsMtx.Lock()
	t.requests[name]++
	t.requestsMtx.Unlock()
	t.done[name]++ // want "unguarded-shared-map[hint]: write of map tracker.done without a lock"
}
