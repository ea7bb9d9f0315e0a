// Maps without a lock that need none, as far as anybody can tell.
package p

import (
	"net/http"
	"sync"
	"sync/atomic"
)

// plain is an ordinary type for one goroutine.
type plain struct{ m map[string]int }

func (p *plain) Set(k string, v int) { p.m[k] = v }
func (p *plain) Get(k string) int    { return p.m[k] }

// tableOf is filled by init, and only read then.
var tableOf = map[string]int{"a": 1}

func init() {
	tableOf["b"] = 2
	register("c", 3)
}

func register(k string, v int) { tableOf[k] = v }

func table(w http.ResponseWriter, r *http.Request) {
	if tableOf[r.URL.Path] > 0 {
		w.WriteHeader(http.StatusOK)
	}
}

// built is set up by its builder, and handlers only read it.
type built struct{ routes map[string]http.Handler }

// NewBuilt makes one.
func NewBuilt() *built {
	b := &built{routes: map[string]http.Handler{}}
	b.routes["/"] = http.NotFoundHandler()
	return b
}

// WithRoute adds a route before the server starts.
func (b *built) WithRoute(path string, h http.Handler) *built {
	b.routes[path] = h
	return b
}

func (b *built) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h, ok := b.routes[r.URL.Path]; ok {
		h.ServeHTTP(w, r)
	}
}

// perRequest is made by the handler for each request.
type perRequest struct{ values map[string]string }

func (p *perRequest) set(k, v string) { p.values[k] = v }

func handle(w http.ResponseWriter, r *http.Request) {
	p := &perRequest{values: map[string]string{}}
	p.set("path", r.URL.Path)
	p.values["method"] = r.Method
	w.Header().Set("X", p.values["path"])
	local := map[string]int{}
	local[r.URL.Path]++
}

// onlyLoop has one goroutine that owns the map, and talks to others over channels.
type onlyLoop struct {
	requests chan string
	answers  chan int
	m        map[string]int
}

func newOnlyLoop() *onlyLoop {
	l := &onlyLoop{requests: make(chan string), answers: make(chan int), m: map[string]int{}}
	l.m["start"] = 1
	go l.run()
	return l
}

func (l *onlyLoop) run() {
	for k := range l.requests {
		l.m[k]++
		l.count(k)
		l.answers <- l.m[k]
	}
}

func (l *onlyLoop) count(k string) { l.m[k+"#"] = len(l.m) }

// Ask asks the goroutine.
func (l *onlyLoop) Ask(k string) int {
	l.requests <- k
	return <-l.answers
}

// snapshots copies on write.
type snapshots struct {
	mu      sync.Mutex
	current atomic.Pointer[map[string]int]
}

func (s *snapshots) Set(k string, v int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := map[string]int{}
	for key, value := range *s.current.Load() {
		next[key] = value
	}
	next[k] = v
	s.current.Store(&next)
}

func (s *snapshots) Get(k string) int { return (*s.current.Load())[k] }

// lazy is filled by a once.
type lazy struct {
	once sync.Once
	m    map[string]int
}

// Get fills on first use.
func (l *lazy) Get(k string) int {
	l.once.Do(l.fill)
	return l.m[k]
}

func (l *lazy) fill() {
	l.m = map[string]int{}
	l.m["a"] = 1
}

var fillOnce = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	m["a"] = 1
	return m
})

// Filled reads what is filled once.
func Filled(k string) int { return fillOnce()[k] }

// concurrent is a map of the library.
type concurrent struct{ m sync.Map }

// Set stores.
func (c *concurrent) Set(k string, v int) { c.m.Store(k, v) }

type embedding struct{ sync.Map }

// Set stores.
func (e *embedding) Set(k string, v int) { e.Store(k, v) }

// notSafe is not safe for concurrent use.
type notSafe struct{ m map[string]int }

// Set sets.
func (n *notSafe) Set(k string, v int) { n.m[k] = v }

// leftToUsers keeps numbers.
//
// External synchronization is required for safe concurrent access.
type leftToUsers struct{ m map[string]int }

// Set sets.
func (l *leftToUsers) Set(k string, v int) { l.m[k] = v }

// leftToCallers offers concurrent access to numbers: callers must
// synchronize it with everything else.
type leftToCallers struct{ m map[string]int }

// Set sets.
func (l *leftToCallers) Set(k string, v int) { l.m[k] = v }

// shortNot isn't safe for concurrent use.
type shortNot struct{ m map[string]int }

// Set sets.
func (s *shortNot) Set(k string, v int) { s.m[k] = v }

// Provision sets up what others read later.
type issuer struct {
	mu     sync.Mutex
	issued int
	loaded map[string]int
}

func (i *issuer) Provision(names []string) {
	i.mu.Lock()
	i.issued = 0
	i.mu.Unlock()
	for _, name := range names {
		i.loaded[name]++
	}
}

func (i *issuer) Issue(name string) int {
	i.mu.Lock()
	i.issued++
	i.mu.Unlock()
	return i.loaded[name]
}

// The lock has the name of the field that it is for.
type app struct {
	managed  map[string]string
	served   map[string]int
	servedMu sync.Mutex
}

func (a *app) Manage(name string) string {
	if known, ok := a.managed[name]; ok {
		return known
	}
	a.managed[name] = "managed " + name
	return a.managed[name]
}

func (a *app) Serve(name string) {
	a.servedMu.Lock()
	defer a.servedMu.Unlock()
	a.served[name]++
}

// One watcher tells of updates, one after the other.
type watcher struct {
	mu     sync.Mutex
	leader string
	peers  map[string]bool
}

func (w *watcher) OnUpdate(peer string) {
	if w.peers[peer] {
		return
	}
	w.peers[peer] = true
	w.lead(peer)
}

func (w *watcher) lead(peer string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.leader = peer
}
