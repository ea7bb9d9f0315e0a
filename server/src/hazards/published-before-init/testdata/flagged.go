// Objects that are shared first and filled afterwards.
package p

import "sync"

type schema struct {
	name   string
	fields map[string]int
}

var schemas sync.Map

// Parse stores the schema before its map is there.
func Parse(name string) *schema {
	s := &schema{name: name}
	schemas.Store(name, s)
	s.fields = make(map[string]int) // want "published-before-init: reassignment of map schema.fields after s was shared"
	s.fields["id"] = 1
	return s
}

// ParseAll fills it in a function it calls.
func ParseAll(name string) *schema {
	s := &schema{name: name, fields: map[string]int{}}
	schemas.Store(name, s)
	s.fill() // want "published-before-init: write of map schema.fields after s was shared"
	return s
}

func (s *schema) fill() {
	s.fields["id"] = 1
}

func Has(name, field string) bool {
	v, _ := schemas.Load(name)
	s, _ := v.(*schema)
	_, ok := s.fields[field]
	return ok
}

type room struct {
	members map[string]bool
}

type house struct {
	mu    sync.Mutex
	rooms map[string]*room
}

// Open fills the room when others can find it already.
func (h *house) Open(name string, members []string) *room {
	r := &room{members: map[string]bool{}}
	h.mu.Lock()
	h.rooms[name] = r
	h.mu.Unlock()
	r.members["owner"] = true // want "published-before-init: write of map room.members after r was shared"
	return r
}

func (h *house) In(name, member string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rooms[name].members[member]
}

type report struct {
	counts map[string]int
}

// Send goes on counting in what it has sent.
func Send(to chan<- *report, words []string) {
	r := &report{counts: map[string]int{}}
	to <- r
	for _, w := range words {
		r.counts[w]++ // want "published-before-init: write of map report.counts after r was sent"
	}
}

func Total(from <-chan *report) int {
	total := 0
	for r := range from {
		for _, n := range r.counts {
			total += n
		}
	}
	return total
}
