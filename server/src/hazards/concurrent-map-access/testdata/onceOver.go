// Who writes entries of a map that a sync.Once makes comes after that.
package p

import "sync"

type relay struct {
	once    sync.Once
	servers map[string]int
	work    map[string]int
	results chan string
}

func (r *relay) init() {
	r.once.Do(func() {
		r.servers = make(map[string]int)
		r.work = make(map[string]int)
		r.results = make(chan string)
	})
}

func (r *relay) Submit(name string) {
	r.init()
	r.results <- name
}

// allocate runs in the loop, which Submit starts when it has called init.
func (r *relay) allocate() {
	for name := range r.servers {
		r.work[name]++
		go r.Submit(name)
	}
}

// Nothing tells that the map is there already.
func (r *relay) count() int {
	go r.Submit("count")
	return len(r.servers) // want "concurrent-map-access: read of map relay.servers runs at the same time as reassignment"
}
