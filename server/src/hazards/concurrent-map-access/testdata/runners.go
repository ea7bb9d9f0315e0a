// Functions that run what they are given: where, and how many at once.
package p

import (
	"slices"
	"sync"
	"time"

	lop "github.com/samber/lo/parallel"
	"golang.org/x/sync/singleflight"
	"k8s.io/apimachinery/pkg/util/wait"
)

func loops(stop chan struct{}) {
	m := map[string]int{}
	wait.Until(func() { m["a"] = 1 }, time.Second, stop)
	m["b"] = 2
}

func loopsBeside(stop chan struct{}) {
	m := map[string]int{}
	go wait.Until(func() {
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as write in loopsBeside"
	}, time.Second, stop)
	m["b"] = 2
}

type worker struct{ m map[string]int }

func (w *worker) sync() { w.m["a"] = 1 } // want "concurrent-map-access: write of map worker.m runs at the same time as write in methodBeside"

func (w *worker) check() { w.m["c"] = 1 }

func methodBeside(w *worker, stop chan struct{}) {
	go wait.Until(w.sync, time.Second, stop)
	w.m["b"] = 2
}

func methodHere(w *worker, stop chan struct{}) {
	wait.Until(w.check, time.Second, stop)
	go w.read()
}

func (w *worker) read() { _ = w.m["c"] }

func parallel(names []string) int {
	m := map[string]int{}
	lop.ForEach(names, func(name string, i int) {
		m[name] = i // want "concurrent-map-access: write of map m runs in several"
	})
	m["after"] = 1
	return len(m)
}

func parallelLocked(names []string) int {
	m := map[string]int{}
	var mu sync.Mutex
	lop.ForEach(names, func(name string, i int) {
		mu.Lock()
		defer mu.Unlock()
		m[name] = i
	})
	return len(m)
}

func inPlace(names []string) {
	m := map[string]int{}
	slices.SortFunc(names, func(a, b string) int {
		m[a]++
		return 0
	})
	m["b"] = 1
}

func once(group *singleflight.Group) {
	m := map[string]int{}
	_, _, _ = group.Do("a", func() (any, error) {
		m["a"] = 1
		return nil, nil
	})
	m["b"] = 1
}
