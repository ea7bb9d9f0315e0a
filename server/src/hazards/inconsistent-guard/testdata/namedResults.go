// A new collection of objects that others have, too.
package p

import "sync"

type volumes struct {
	mu    sync.Mutex
	named map[string]*volume
}

type volume struct {
	mu     sync.Mutex
	counts map[string]int
}

// all gives a collection of its own, with everybody's volumes in it.
func (v *volumes) all() (found map[string]*volume) {
	found = make(map[string]*volume)
	v.mu.Lock()
	defer v.mu.Unlock()
	for name, each := range v.named {
		found[name] = each
	}
	return
}

func (v *volumes) Watch() {
	go func() {
		for {
			found := v.all()
			for name, each := range found {
				each.count(name)
				each.forget(name)
			}
		}
	}()
}

func (v *volume) count(name string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.counts[name]++
}

func (v *volume) forget(name string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.counts, name)
}

func (v *volume) Count(name string) int {
	return v.counts[name] // want "inconsistent-guard[warning]: read of map volume.counts without mu"
}
