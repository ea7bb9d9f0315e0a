// What stands behind opposite answers to one question is never both reached in one call.
package p

import (
	"fmt"
	"net/http"
	"sync"
)

type tree struct {
	mu    sync.Mutex
	nodes map[string]int
}

func (t *tree) store(name string) { t.nodes[name]++ }

func (t *tree) commit(names []string, parallel bool) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for _, name := range names {
		if !parallel {
			t.store(name)
		} else {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mu.Lock()
				t.nodes[name] = 1
				mu.Unlock()
			}()
		}
	}
	if parallel {
		wg.Wait()
	}
}

func limited(names []string, workers int) map[string]int {
	nodes := make(map[string]int)
	for _, name := range names {
		if workers <= 1 {
			nodes[name]++
			continue
		}
		go func() {
			mu.Lock()
			defer mu.Unlock()
			nodes[name] = 2
		}()
	}
	return nodes
}

var mu sync.Mutex

// The goroutine is left running, and meets the call that asks for the opposite.
func (t *tree) enable(names chan string, enabled bool) {
	if enabled {
		go func() {
			for name := range names {
				t.mu.Lock()
				t.nodes[name]++
				t.mu.Unlock()
			}
		}()
	}
	if !enabled {
		t.nodes = make(map[string]int) // want "concurrent-map-access: reassignment of map tree.nodes runs at the same time"
	}
}

// The answer may have changed in between.
func (t *tree) switching(names []string, parallel bool) {
	for _, name := range names {
		if !parallel {
			t.store(name)
			parallel = len(t.nodes) > 3
		} else {
			go func() { t.nodes[name] = 1 }() // want "concurrent-map-access: write of map tree.nodes runs at the same time"
		}
	}
}

// The same answer.
func (t *tree) both(names []string, parallel bool) {
	for _, name := range names {
		if parallel {
			go func() { t.nodes[name] = 1 }() // want "concurrent-map-access: write of map tree.nodes runs at the same time"
		}
		if parallel {
			t.store(name)
		}
	}
}

type site struct {
	mu    sync.Mutex
	pages map[string]string
}

func newSite() *site {
	s := &site{pages: map[string]string{}}
	sites = append(sites, func() { s.open("a") })
	return s
}

var sites []func()

func (s *site) open(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[name] = name
}

// A handler is given a page or none, and then answers alike each time.
func pages(s *site, names ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(names) > 0 {
			fmt.Fprint(w, s.pages[names[0]])
		} else {
			s.open(r.URL.Path)
		}
	}
}

// Pages has the pages of a site written.
func Pages(s *site) http.Handler { return pages(s) }

// Page shows a page of a site that is made for it.
func Page(name string) http.Handler { return pages(newSite(), name) }

// Two handlers of one site, of which one writes and one reads.
func shared(s *site, names ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(names) > 0 {
			fmt.Fprint(w, s.pages[names[0]]) // want "concurrent-map-access: read of map site.pages runs at the same time as write"
		} else {
			s.open(r.URL.Path)
		}
	}
}

// SharedPages has the pages written.
func SharedPages(s *site) http.Handler { return shared(s) }

// SharedPage shows one of them.
func SharedPage(s *site, name string) http.Handler { return shared(s, name) }

// The caller says which of the two it is to be.
func chosen(s *site, write bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if write {
			s.open(r.URL.Path)
		} else {
			fmt.Fprint(w, s.pages[r.URL.Path]) // want "concurrent-map-access: read of map site.pages runs at the same time as write"
		}
	}
}

// Chosen hands the choice on.
func Chosen(s *site, write bool) http.Handler { return chosen(s, write) }

// What a map holds may change in between.
func counted(s *site, names map[string]bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if len(names) > 0 {
			fmt.Fprint(w, s.pages[r.URL.Path]) // want "concurrent-map-access: read of map site.pages runs at the same time as write"
		} else {
			s.open(r.URL.Path)
		}
	}
}

// Counted looks at nothing.
func Counted(s *site) http.Handler { return counted(s, nil) }
