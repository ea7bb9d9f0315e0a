// Maps that others have, too, changed in place.
package p

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
)

type key struct{}

// Tag writes into a map that everybody with the context has.
func Tag(ctx context.Context, name, value string) {
	tags, ok := ctx.Value(key{}).(map[string]string)
	if !ok {
		return
	}
	tags[name] = value // want "borrowed-map-mutated: write of map tags, which every holder of the context has"
}

type config struct {
	limits map[string]int
}

var current atomic.Pointer[config]
var table atomic.Pointer[map[string]int]
var routes atomic.Value

// Limit reads without a lock.
func Limit(k string) int {
	cfg := current.Load()
	return cfg.limits[k]
}

// SetLimit changes what readers read without a lock.
func SetLimit(k string, n int) {
	cfg := current.Load()
	cfg.limits[k] = n // want "borrowed-map-mutated: write of map cfg.limits, which was published"
}

// SetTable does the same behind a pointer to a map.
func SetTable(k string, n int) {
	m := *table.Load()
	m[k] = n // want "borrowed-map-mutated: write of map m, which was published"
}

// Route does the same with an atomic.Value; the lock keeps writers apart, not readers.
func Route(mu *sync.Mutex, path string) {
	mu.Lock()
	defer mu.Unlock()
	m := routes.Load().(map[string]bool)
	delete(m, path) // want "borrowed-map-mutated: delete of map m, which was published"
}

var sessions sync.Map

// Touch changes the map inside an entry.
func Touch(id string) {
	v, ok := sessions.Load(id)
	if !ok {
		return
	}
	data := v.(map[string]int)
	data["hits"]++ // want "borrowed-map-mutated: write of map data, which everybody who looks there has"
}

type object struct {
	name   string
	labels map[string]string
}

// Renamed copies the struct, and drops a label of the original.
func Renamed(orig *object, name string) *object {
	c := *orig
	c.name = name
	delete(c.labels, "old") // want "borrowed-map-mutated: delete of map c.labels, which c shares with .orig, of which it is a copy"
	return &c
}

// Defaulted makes a map where there is none, and changes the original's where there is one.
func Defaulted(orig *object, name string) *object {
	c := *orig
	c.name = name
	if c.labels == nil {
		c.labels = make(map[string]string)
	}
	c.labels["name"] = name // want "borrowed-map-mutated: write of map c.labels, which c shares with .orig"
	return &c
}

type wrapper struct {
	object object
}

// Relabelled changes a field of its copy, and a map of the original.
func Relabelled(w *wrapper, name string) object {
	c := w.object
	c.name = name
	c.labels["name"] = name // want "borrowed-map-mutated: write of map c.labels, which c shares with w.object, of which it is a copy"
	return c
}

// Apply sets defaults in its own options, and a label in its caller's.
func Apply(o object) object {
	if o.name == "" {
		o.name = "default"
	}
	o.labels["name"] = o.name // want "borrowed-map-mutated: write of map o.labels, which the caller has, too"
	return o
}

var template = object{labels: map[string]string{}}

// Applied is a caller that goes on using the labels.
func Applied() object { return Apply(template) }

type client struct {
	header http.Header
	labels map[string]string
}

// Do gives every request the same header.
func (c *client) Do(url string) (*http.Request, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, err
	}
	req.Header = c.header
	req.Header.Set("X-Request", url) // want "borrowed-map-mutated: write of map req.Header, which is the same map as c.header"
	return req, nil
}

// Object shares its labels with the client.
func (c *client) Object(name string) *object {
	o := &object{name: name}
	o.labels = c.labels
	o.labels["name"] = name // want "borrowed-map-mutated: write of map o.labels, which is the same map as c.labels"
	return o
}

type pod struct {
	Labels      map[string]string
	Annotations map[string]string
}

type podLister interface {
	Get(name string) (*pod, error)
	List() ([]*pod, error)
}

// Mark changes an object of the cache.
func Mark(pods podLister, name string) error {
	p, err := pods.Get(name)
	if err != nil {
		return err
	}
	p.Labels["seen"] = "true" // want "borrowed-map-mutated: write of map p.Labels, which belongs to a cache"
	return nil
}

// MarkAll changes all of them.
func MarkAll(pods podLister) {
	all, _ := pods.List()
	for _, p := range all {
		maps.Copy(p.Annotations, map[string]string{"a": "b"}) // want "borrowed-map-mutated: write of map p.Annotations, which belongs to a cache"
	}
}
