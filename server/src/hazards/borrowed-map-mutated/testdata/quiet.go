// Maps that are the function's own, or meant to be changed by it.
package p

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
)

type key struct{}

// Tagged makes a new map for a new context.
func Tagged(ctx context.Context, name, value string) context.Context {
	old, _ := ctx.Value(key{}).(map[string]string)
	tags := maps.Clone(old)
	tags[name] = value
	return context.WithValue(ctx, key{}, tags)
}

// Note writes into the notebook that Tagged has put there.
func Note(ctx context.Context, name, value string) {
	if tags, ok := ctx.Value(key{}).(map[string]string); ok {
		tags[name] = value
	}
}

type state struct {
	seen map[string]bool
}

// See uses the object of one request.
func See(ctx context.Context, name string) {
	s := ctx.Value(key{}).(*state)
	s.seen[name] = true
}

type config struct {
	mu     sync.Mutex
	limits map[string]int
}

var current atomic.Pointer[config]

// SetLimit publishes a new map.
func SetLimit(k string, n int) {
	limits := maps.Clone(current.Load().limits)
	limits[k] = n
	current.Store(&config{limits: limits})
}

// Locked takes the lock of the object.
func Locked(k string, n int) {
	cfg := current.Load()
	cfg.mu.Lock()
	defer cfg.mu.Unlock()
	cfg.limits[k] = n
}

type task struct {
	pending map[string]bool
}

type promise struct {
	owner atomic.Pointer[task]
}

// Done changes the object that the pointer leads to; nobody reads its map that way.
func (p *promise) Done(k string) {
	t := p.owner.Load()
	delete(t.pending, k)
}

var sessions sync.Map

// Touch has a lock around the entries.
func Touch(mu *sync.Mutex, id string) {
	mu.Lock()
	defer mu.Unlock()
	v, _ := sessions.Load(id)
	data := v.(map[string]int)
	data["hits"]++
}

type object struct {
	name   string
	labels map[string]string
	parts  []part
}

type part struct {
	sizes map[string]int
}

// Renamed gives the copy a map of its own.
func Renamed(orig *object, name string) *object {
	c := *orig
	c.labels = maps.Clone(orig.labels)
	c.labels["name"] = name
	return &c
}

// Grow changes the parts of its own object, by a shorter name.
func (o *object) Grow(k string) {
	for _, p := range o.parts {
		p.sizes[k]++
	}
}

// Count changes a map of its own object, by a shorter name.
func (o *object) Count(k string) {
	first := o.parts[0]
	first.sizes[k]++
}

type client struct {
	header http.Header
}

// Do clones the header for each request.
func (c *client) Do(url string) (*http.Request, error) {
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nil, err
	}
	req.Header = c.header.Clone()
	req.Header.Set("X-Request", url)
	return req, nil
}

// Fill writes what its caller gave it to be written.
func Fill(into map[string]int, keys []string) {
	for i, k := range keys {
		into[k] = i
	}
}

type pod struct {
	Labels map[string]string
}

func (p *pod) DeepCopy() *pod { return &pod{Labels: maps.Clone(p.Labels)} }

type podLister interface {
	Get(name string) (*pod, error)
}

// Mark changes a copy.
func Mark(pods podLister, name string) (*pod, error) {
	cached, err := pods.Get(name)
	if err != nil {
		return nil, err
	}
	p := cached.DeepCopy()
	p.Labels["seen"] = "true"
	return p, nil
}

// MarkSame gives the copy the name of the original.
func MarkSame(pods podLister, name string) (*pod, error) {
	p, err := pods.Get(name)
	if err != nil {
		return nil, err
	}
	p = p.DeepCopy()
	p.Labels["seen"] = "true"
	return p, nil
}

// One branch hands on the map, the other one fills the task's own.
type sidecar struct {
	driver string
	config map[string]string
}

type sideTask struct {
	driver string
	config map[string]string
}

func (s *sidecar) mergeInto(t *sideTask) {
	if s.driver != t.driver {
		t.driver = s.driver
		t.config = s.config
	} else {
		for key, value := range s.config {
			t.config[key] = value
		}
	}
}

// A method of the copy makes all its maps anew.
type plugin struct {
	id    string
	nodes map[string]int
}

func (p *plugin) newMaps() { p.nodes = map[string]int{} }

func (p *plugin) duplicate() *plugin {
	other := *p
	out := &other
	out.newMaps()
	for key, value := range p.nodes {
		out.nodes[key] = value
	}
	return out
}

// A struct in a map cannot be changed in place: it is taken out and put back.
type progress struct {
	changed int
	targets map[string]int
}

type progresses struct {
	mu  sync.Mutex
	all map[string]progress
}

func (p *progresses) count(name, target string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.all[name]
	one.changed += 1
	one.targets[target]++
	p.all[name] = one
}

// A parameter is a copy, which got a map of its own before it was filled.
type resolverOptions struct {
	client  string
	headers http.Header
}

func newResolver(options resolverOptions) http.Header {
	options.client = "default"
	if options.headers == nil {
		options.headers = make(http.Header)
	} else {
		options.headers = options.headers.Clone()
	}
	delete(options.headers, "Accept")
	return options.headers
}
