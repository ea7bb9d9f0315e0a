// Maps without any lock where the code shows that it runs concurrently.
package p

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

type visitors struct{ seen map[string]int }

func (v *visitors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.seen[r.URL.Path]++ // want "unguarded-shared-map: write of map visitors.seen without a lock, but .*handler"
}

var sessions = map[string]string{}

func login(w http.ResponseWriter, r *http.Request) {
	remember(r.FormValue("name"))
}

func remember(name string) {
	sessions[name] = "in" // want "unguarded-shared-map: write of map sessions without a lock, but .*handler"
}

func who(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, sessions[r.FormValue("name")])
}

func routes() {
	http.HandleFunc("/login", login)
	http.HandleFunc("/who", who)
	counts := map[string]int{}
	http.HandleFunc("/count", func(w http.ResponseWriter, r *http.Request) {
		counts[r.URL.Path]++ // want "concurrent-map-access: write of map counts runs in several"
	})
}

// Memo caches. It is safe for concurrent use.
type Memo struct{ values map[int]int }

func (m *Memo) Value(n int) int {
	if v, ok := m.values[n]; ok {
		return v
	}
	m.values[n] = n * n // want "unguarded-shared-map[hint]: write of map Memo.values without a lock, but the documentation of Memo says"
	return n * n
}

// Marks needs no external synchronization: it is safe for concurrent use.
type Marks struct{ values map[int]bool }

func (m *Marks) Set(n int) {
	m.values[n] = true // want "unguarded-shared-map[hint]: write of map Marks.values without a lock, but the documentation of Marks says"
}

// loops has a loop for each direction.
type loops struct {
	pending map[int]string
	in, out chan int
}

func (l *loops) start() {
	go l.sendLoop()
	go l.receiveLoop()
}

func (l *loops) sendLoop() {
	for n := range l.out {
		l.pending[n] = "sent" // want "concurrent-map-access: write of map loops.pending runs at the same time as delete"
	}
}

func (l *loops) receiveLoop() {
	for n := range l.in {
		delete(l.pending, n)
	}
}

// sibling locks its other field in the same methods.
type sibling struct {
	mu    sync.Mutex
	count int
	names map[string]bool
}

// Add counts under the lock and remembers without.
func (s *sibling) Add(name string) {
	s.mu.Lock()
	s.count++
	s.mu.Unlock()
	s.names[name] = true // want "unguarded-shared-map[callers]: write of map sibling.names without a lock, but sibling has a lock"
}

// Has takes the lock, but not for the map.
func (s *sibling) Has(name string) bool {
	s.mu.Lock()
	n := s.count
	s.mu.Unlock()
	return n > 0 && s.names[name]
}

// ticker writes in a goroutine of its own what others read.
type ticker struct {
	mu    sync.Mutex
	ticks int
	last  map[string]time.Time
}

func newTicker() *ticker {
	t := &ticker{last: map[string]time.Time{}}
	go t.run()
	return t
}

func (t *ticker) run() {
	for now := range time.Tick(time.Second) {
		t.mu.Lock()
		t.ticks++
		t.mu.Unlock()
		t.last["tick"] = now // want "unguarded-shared-map[hint]: write of map ticker.last without a lock, but .*goroutine"
	}
}

// Last is called by others meanwhile.
func (t *ticker) Last() time.Time { return t.last["tick"] }
