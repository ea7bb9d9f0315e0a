// Maps that a function has for itself though others may have such maps, too.
package p

import (
	"net/http"
	"sync"
	"sync/atomic"
)

type services struct {
	byName sync.Map
}

type service struct {
	nodes map[string]int
}

// LoadData makes the entries at the start.
func (s *services) LoadData(names []string) {
	for i, name := range names {
		v, _ := s.byName.LoadOrStore(name, &service{nodes: map[string]int{}})
		v.(*service).nodes[name] = i
	}
}

// Join may be called at any time.
func (s *services) Join(name string, n int) {
	v, _ := s.byName.LoadOrStore(name, &service{nodes: map[string]int{}})
	v.(*service).nodes[name] = n // want "borrowed-map-mutated: write of map v.*nodes, which everybody who looks there has"
}

func (s *services) Nodes(name string) int {
	v, ok := s.byName.Load(name)
	if !ok {
		return 0
	}
	return len(v.(*service).nodes) + v.(*service).nodes[name]
}

type connection struct {
	header http.Header
}

// Serve is called once for each connection.
func (c *connection) Serve(url string) (*http.Request, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, err
	}
	req.Header = c.header
	req.Header.Set("Accept-Encoding", "identity")
	return req, nil
}

// Ask may be called again and again.
func (c *connection) Ask(url string) (*http.Request, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, err
	}
	req.Header = c.header
	req.Header.Set("Accept-Encoding", "identity") // want "borrowed-map-mutated: write of map req.Header, which is the same map as c.header"
	return req, nil
}

var enabled atomic.Value

// Names gives the map to a function that makes one where there is none.
func Names(all []string) []string {
	return chosen(all, enabled.Load().(map[string]bool))
}

func chosen(all []string, set map[string]bool) []string {
	if set == nil {
		set = make(map[string]bool)
		for _, name := range all {
			set[name] = true
		}
	}
	var names []string
	for name := range set {
		names = append(names, name)
	}
	return names
}

// Added gives it to a function that adds to what there is.
func Added(all []string) int {
	return added(all, enabled.Load().(map[string]bool))
}

func added(all []string, set map[string]bool) int {
	if set == nil {
		set = make(map[string]bool)
	}
	for _, name := range all {
		set[name] = true
	}
	return len(set)
}

// Chosen keeps the map in a variable of its own.
func Chosen(all []string) []string {
	set := enabled.Load().(map[string]bool)
	return chosen(all, set)
}

// Grown does the same with the function that adds.
func Grown(all []string) int {
	set := enabled.Load().(map[string]bool)
	return added(all, set) // want "borrowed-map-mutated: write of map set, which was published"
}
