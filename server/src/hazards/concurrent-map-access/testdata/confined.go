// Maps that each goroutine has for itself, or that are no shared maps at all.
package p

import (
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
)

func ownOfEach(names []string) {
	for _, name := range names {
		go func() {
			m := map[string]int{}
			m[name]++
			fmt.Println(m)
		}()
	}
}

func slotOfEach(names []string) []map[string]int {
	parts := make([]map[string]int, len(names))
	var wg sync.WaitGroup
	for i := range names {
		parts[i] = map[string]int{}
		wg.Go(func() { parts[i][names[i]]++ })
	}
	wg.Wait()
	return parts
}

func shadowed(names []string) {
	m := map[string]int{}
	for _, name := range names {
		go func() {
			m := map[string]int{}
			m[name]++
		}()
	}
	m["a"] = 1
}

func shadowedParameter(names []string) {
	m := map[string]int{}
	for _, name := range names {
		go func(m map[string]int) { m[name]++ }(map[string]int{})
	}
	m["a"] = 1
}

func cloned(names []string) {
	m := map[string]int{}
	for _, name := range names {
		go func() {
			own := maps.Clone(m)
			own[name]++
		}()
	}
}

func slicesAndArrays(names []string) {
	slice := make([]int, len(names))
	var array [8]int
	for i := range names {
		go func() {
			slice[i] = i
			array[i%8] = i
		}()
	}
}

func generic[T any](x T) T { return x }

func typeArguments() {
	for range 4 {
		go func() { fmt.Println(generic[int](1)) }()
	}
}

func syncMap(names []string) {
	var m sync.Map
	for i, name := range names {
		go func() { m.Store(name, i) }()
	}
	m.Range(func(_, _ any) bool { return true })
}

func copyOnWrite(names []string) {
	var current atomic.Pointer[map[string]int]
	var mu sync.Mutex
	for i, name := range names {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			next := map[string]int{}
			if old := current.Load(); old != nil {
				maps.Copy(next, *old)
			}
			next[name] = i
			current.Store(&next)
		}()
	}
	if m := current.Load(); m != nil {
		fmt.Println((*m)["a"])
	}
}

type request struct{ values map[string]string }

func perRequest(names []string) {
	for _, name := range names {
		r := &request{values: map[string]string{}}
		go func() { r.values[name] = name }()
	}
}

func newRequest() *request { return &request{values: map[string]string{}} }

func fromConstructor(names []string) {
	for _, name := range names {
		go func() {
			r := newRequest()
			r.values[name] = name
		}()
	}
}

func structOfEach(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		r := request{values: map[string]string{}}
		wg.Go(func() { r.values[name] = name })
	}
	wg.Wait()
}

func sharded(names []string) {
	shards := [4]struct {
		mu sync.Mutex
		m  map[string]int
	}{}
	for i, name := range names {
		go func() {
			s := &shards[i%4]
			s.mu.Lock()
			s.m[name]++
			s.mu.Unlock()
		}()
	}
}

func runsInPlace(names []string) map[string]int {
	m := map[string]int{}
	each := func(f func(string)) {
		for _, name := range names {
			f(name)
		}
	}
	each(func(name string) { m[name]++ })
	return m
}
