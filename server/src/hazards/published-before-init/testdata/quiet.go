// Objects that are complete when they are shared, or that others must wait for.
package p

import (
	"net/http"
	"sync"
)

type schema struct {
	mu     sync.Mutex
	fields map[string]int
	ready  chan struct{}
}

var schemas sync.Map

func Has(name, field string) bool {
	v, _ := schemas.Load(name)
	s, _ := v.(*schema)
	<-s.ready
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.fields[field]
	return ok
}

// First is filled before it is stored.
func First(name string) {
	s := &schema{fields: map[string]int{}}
	s.fields["id"] = 1
	schemas.Store(name, s)
}

// Ready tells the others when they may look.
func Ready(name string) {
	s := &schema{ready: make(chan struct{})}
	schemas.Store(name, s)
	s.fields = map[string]int{"id": 1}
	close(s.ready)
}

// Locked fills it under the lock that its readers take.
func Locked(name string) {
	s := &schema{fields: map[string]int{}}
	schemas.Store(name, s)
	s.mu.Lock()
	s.fields["id"] = 1
	s.mu.Unlock()
}

type room struct {
	members map[string]bool
}

type house struct {
	mu    sync.Mutex
	rooms map[string]*room
	queue chan *room
	done  chan struct{}
}

func (h *house) In(name, member string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rooms[name].members[member]
}

// Open fills the room in the section that stores it.
func (h *house) Open(name string) {
	r := &room{members: map[string]bool{}}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rooms[name] = r
	r.members["owner"] = true
}

// Either sends the room, or keeps it to itself.
func (h *house) Either(send bool) *room {
	r := &room{members: map[string]bool{}}
	if send {
		h.queue <- r
		return nil
	}
	r.members["owner"] = true
	return r
}

// Answered waits until the receiver is done with it.
func (h *house) Answered() {
	r := &room{members: map[string]bool{}}
	h.queue <- r
	<-h.done
	r.members["owner"] = true
}

// Each sends a new room in each round.
func (h *house) Each(names []string) {
	for range names {
		r := &room{members: map[string]bool{}}
		r.members["owner"] = true
		h.queue <- r
	}
}

type transport struct {
	mu       sync.Mutex
	requests map[string]*http.Request
}

// Send keeps a request to be able to cancel it; nobody reads its header that way.
func (t *transport) Send(id, url string) *http.Request {
	r := &http.Request{Header: http.Header{}}
	t.mu.Lock()
	t.requests[id] = r
	t.mu.Unlock()
	r.Header.Set("X-Id", id)
	return r
}

func (t *transport) Agent(r *http.Request) string { return r.Header.Get("User-Agent") }

type tree struct {
	children []*tree
	attrs    map[string]string
}

func (t *tree) Attr(k string) string { return t.attrs[k] }

// Build hangs a node into a tree that is only being built.
func Build(parent *tree) {
	t := &tree{}
	parent.children = append(parent.children, t)
	t.attrs = map[string]string{}
	t.attrs["k"] = "v"
}
