// Locks and the functions in the initial values of package variables.
package p

import (
	"net/http"
	"sync"
)

type store struct {
	mu    sync.Mutex
	items map[string]int
}

var shop = &store{items: map[string]int{}}

func (s *store) Add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[k]++
}

func (s *store) Remove(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.items, k)
}

func (s *store) Sum() (sum int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.items {
		sum += n
	}
	return sum
}

// One of those who call it forgets the lock.
func (s *store) zero(k string) {
	s.items[k] = 0 // want "concurrent-map-access: write of map store.items runs in several"
}

func (s *store) Zero(k string) {
	s.mu.Lock()
	s.zero(k)
	s.mu.Unlock()
}

var handlers = map[string]func(http.ResponseWriter, *http.Request){
	"/zero": func(_ http.ResponseWriter, r *http.Request) { shop.zero(r.URL.Path) },
	"/peek": func(_ http.ResponseWriter, r *http.Request) {
		println(shop.items[r.URL.Path]) // want "inconsistent-guard: read of map store.items without mu"
	},
	"/sum": func(http.ResponseWriter, *http.Request) { println(shop.Sum()) },
}

type depot struct {
	mu    sync.Mutex
	items map[string]int
}

var (
	cellar = &depot{items: map[string]int{}}
	// It is called before main: nobody needs the lock then.
	first = cellar.put("first")
)

func (d *depot) put(k string) int {
	d.items[k]++
	return d.items[k]
}

func (d *depot) Put(k string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.put(k)
}

func (d *depot) Drop(k string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.items, k)
}

// A literal may take the lock for its callee.
var dropAll = map[string]func(http.ResponseWriter, *http.Request){
	"/drop": func(_ http.ResponseWriter, r *http.Request) {
		cellar.mu.Lock()
		defer cellar.mu.Unlock()
		cellar.drop(r.URL.Path)
	},
}

func (d *depot) drop(k string) { delete(d.items, k) }

var (
	jobsMu sync.Mutex
	jobs   = map[string]int{}
)

// A variable that is declared with a literal is as good as a function.
var enqueue = func(k string) { jobs[k]++ }

// The steps of a table may be, too: who calls them is not known.
var steps = []func(string){
	forget,
	func(k string) { jobs[k] = 0 },
}

func forget(k string) { delete(jobs, k) }

func Enqueue(k string) {
	jobsMu.Lock()
	defer jobsMu.Unlock()
	enqueue(k)
	for _, step := range steps {
		step(k)
	}
}

func Forget(k string) {
	jobsMu.Lock()
	defer jobsMu.Unlock()
	forget(k)
	if jobs[k] == 0 {
		delete(jobs, k)
	}
}

func Hurry(k string) {
	hurry(k)
}

var hurry = func(k string) {
	jobs[k] += 10 // want "inconsistent-guard.*: write of map jobs without jobsMu"
}

func Later(k string) {
	go hurry(k)
}
