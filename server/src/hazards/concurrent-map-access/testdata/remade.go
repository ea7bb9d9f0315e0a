// A goroutine that is handed a map keeps it: its starter goes on with a new one.
package p

import "sync"

type pool struct {
	batch map[string]int
	done  sync.WaitGroup
}

func (p *pool) loop(names chan string) {
	var (
		pending = make(map[string]int)
		dirty   *tally
	)
	for name := range names {
		if len(pending) > 9 {
			go p.flush(pending, dirty)
			dirty = nil
			pending = make(map[string]int)
		}
		if dirty == nil {
			dirty = &tally{counts: make(map[string]int)}
		}
		dirty.counts[name]++
		pending[name]++
	}
}

func (p *pool) flush(pending map[string]int, dirty *tally) {
	for name := range pending {
		delete(pending, name)
	}
	if dirty != nil {
		clear(dirty.counts)
	}
}

type tally struct{ counts map[string]int }

func byArgument(names chan string) {
	seen := make(map[string]int)
	for name := range names {
		go func(old map[string]int) {
			old["size"] = len(old)
		}(seen)
		seen = map[string]int{}
		seen[name] = 1
	}
}

func (p *pool) field(names chan string) {
	for name := range names {
		go report(p.batch)
		p.batch = make(map[string]int)
		p.batch[name]++
	}
}

func report(batch map[string]int) { batch["reports"]++ }

// The goroutine looks at the variable itself: it meets the new map.
func (p *pool) captured(names chan string) {
	seen := make(map[string]int)
	for name := range names {
		go func() {
			seen["size"] = len(seen) // want "concurrent-map-access: write of map seen runs at the same time"
		}()
		seen = map[string]int{} // want "concurrent-map-access: reassignment of map seen runs at the same time"
		seen[name] = 1          // want "concurrent-map-access: write of map seen runs at the same time"
	}
}

// On one way the map stays the same.
func (p *pool) sometimes(names chan string) {
	pending := make(map[string]int)
	for name := range names {
		go count(pending)
		if name == "" {
			pending = make(map[string]int)
		}
		pending[name]++
	}
}

func count(batch map[string]int) {
	batch["counts"]++ // want "concurrent-map-access: write of map pending runs at the same time as write in .*sometimes"
}

// Written before it is replaced, while the goroutine has it.
func (p *pool) late(names chan string) {
	pending := make(map[string]int)
	for name := range names {
		go drain(pending)
		pending[name]++
		pending = make(map[string]int)
	}
}

func drain(batch map[string]int) {
	clear(batch) // want "concurrent-map-access: clear of map pending runs at the same time as write in .*late"
}
