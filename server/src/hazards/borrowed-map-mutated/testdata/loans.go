// Maps that are borrowed through a function of the package, or kept in a field first.
package p

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
)

type schema struct {
	name      string
	relations map[string]*relation
	tags      map[string]string
	mu        sync.Mutex
	guarded   map[string]bool
	cache     *sync.Map
}

type relation struct {
	from, to *schema
}

// find looks up what somebody else has parsed.
func find(name string, cache *sync.Map) (*schema, error) {
	if v, ok := cache.Load(name); ok {
		return v.(*schema), nil
	}
	return parse(name, cache)
}

// parse makes what is not there yet.
func parse(name string, cache *sync.Map) (*schema, error) {
	if v, ok := cache.Load(name); ok {
		return v.(*schema), nil
	}
	s := &schema{name: name, relations: map[string]*relation{}, tags: map[string]string{}, cache: cache}
	if v, loaded := cache.LoadOrStore(name, s); loaded {
		return v.(*schema), nil
	}
	return s, nil
}

// relate writes into the other schema, which others have found, too.
func (s *schema) relate(name string) error {
	r := &relation{from: s}
	var err error
	if r.to, err = find(name, s.cache); err != nil {
		return err
	}
	r.to.relations["_"+s.name] = r // want "borrowed-map-mutated: write of map r.to.relations, which everybody who looks there has .find"
	return nil
}

// Related reads.
func (s *schema) Related(name string) *relation { return s.relations[name] }

// Tag does the same with an object that it has looked up itself.
func (s *schema) Tag(name, tag string) {
	v, ok := s.cache.Load(name)
	if !ok {
		return
	}
	v.(*schema).tags[tag] = s.name // want "borrowed-map-mutated: write of map v.*tags, which everybody who looks there has"
}

// Retag is given a test, which knows who else looks.
func (s *schema) Retag(t *testing.T, name, tag string) {
	v, ok := s.cache.Load(name)
	if !ok {
		t.Fatal(name)
	}
	v.(*schema).tags[tag] = s.name
}

// Tagged reads.
func (s *schema) Tagged(tag string) string { return s.tags[tag] }

// embed has a cache of its own.
func (s *schema) embed(name string) {
	own := &sync.Map{}
	other, err := find(name, own)
	if err != nil {
		return
	}
	other.tags["embedded"] = s.name
}

// define may have made what it fills.
func (s *schema) define(name string) error {
	made, err := parse(name, s.cache)
	if err != nil {
		return err
	}
	made.tags["defined"] = s.name
	return nil
}

// Guard takes the lock of what it has found.
func (s *schema) Guard(name string) {
	other, err := find(name, s.cache)
	if err != nil {
		return
	}
	other.mu.Lock()
	defer other.mu.Unlock()
	other.guarded[s.name] = true
}

// Guarded reads under the lock.
func (s *schema) Guarded(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.guarded[name]
}

// Use keeps the functions above in use.
func (s *schema) Use(name string) {
	_ = s.relate(name)
	s.embed(name)
	_ = s.define(name)
}

// Listen puts a map into the table, or adds to the one that is there.
func Listen(listeners *sync.Map, key, name string) {
	v, loaded := listeners.LoadOrStore(key, map[string]bool{name: true})
	if loaded {
		v.(map[string]bool)[name] = true // want "borrowed-map-mutated: write of map v.*, which everybody who looks there has"
	}
}

// forget takes the map out of the table first.
func forget(listeners *sync.Map, key, name string) {
	if v, ok := listeners.LoadAndDelete(key); ok {
		delete(v.(map[string]bool), name)
	}
}

type table struct {
	rows atomic.Pointer[map[string]int]
}

func (t *table) current() map[string]int { return *t.rows.Load() }

// Set changes what the others read.
func (t *table) Set(k string, n int) {
	rows := t.current()
	rows[k] = n // want "borrowed-map-mutated: write of map rows, which was published"
}

// Replace publishes another map.
func (t *table) Replace(k string, n int) {
	rows := map[string]int{k: n}
	for key, value := range t.current() {
		rows[key] = value
	}
	t.rows.Store(&rows)
}

type tagsKey struct{}

func tagsOf(ctx context.Context) map[string]string {
	tags, _ := ctx.Value(tagsKey{}).(map[string]string)
	return tags
}

// Mark writes into the context's map where there is one.
func Mark(ctx context.Context, k string) map[string]string {
	tags := tagsOf(ctx)
	if tags == nil {
		tags = make(map[string]string)
	}
	tags[k] = "marked" // want "borrowed-map-mutated: write of map tags, which every holder of the context has"
	return tags
}

// unused is called by nobody any more.
func unused(listeners *sync.Map, key, name string) {
	v, loaded := listeners.LoadOrStore(key, map[string]bool{name: true})
	if loaded {
		v.(map[string]bool)[name] = true
	}
}
