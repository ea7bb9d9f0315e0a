// Maps that are replaced as a whole, in types for several goroutines.
package p

type index map[string]int

// Fetcher keeps what it saw last. Go-routine safe.
type Fetcher struct {
	cached index
	names  index
	limits index
	shown  index
	runner runner
}

// NewFetcher makes one.
func NewFetcher() *Fetcher {
	return &Fetcher{cached: index{}, names: index{}}
}

func (f *Fetcher) read() index { return index{"a": 1} }

// Fetch puts a new map there, which Len may read at any time.
func (f *Fetcher) Fetch() {
	seen := f.read()
	f.cached = seen // want "unguarded-shared-map[hint]: reassignment of map Fetcher.cached without a lock, but the documentation of Fetcher says that it is safe"
}

// Len looks into the map.
func (f *Fetcher) Len() int {
	return len(f.cached)
}

// runner runs what it is given, in some way.
type runner interface {
	Do(func() (index, error)) (index, error)
}

func (f *Fetcher) store(seen index) {
	f.shown = seen // want "unguarded-shared-map[hint]: reassignment of map Fetcher.shown without a lock"
}

// Once has somebody else run what replaces the map.
func (f *Fetcher) Once() int {
	_, _ = f.runner.Do(func() (index, error) {
		f.store(f.read())
		return nil, nil
	})
	return len(f.shown)
}

// SetLimits is called while the program starts.
func (f *Fetcher) SetLimits(limits index) {
	f.limits = limits
}

// Limit looks into what was set.
func (f *Fetcher) Limit(name string) int {
	return f.limits[name]
}

// Refresh replaces a map that nobody else looks into.
func (f *Fetcher) Refresh() int {
	f.names = f.read()
	return len(f.names)
}

// Reader is not go-routine safe.
type Reader struct {
	cached index
}

// Fetch has the reader for itself.
func (r *Reader) Fetch() {
	r.cached = index{}
}

// Len looks into the map.
func (r *Reader) Len() int {
	return len(r.cached)
}

// Plain says nothing of goroutines.
type Plain struct {
	cached index
}

// Fetch has the object for itself, as far as can be told.
func (p *Plain) Fetch() {
	p.cached = index{}
}

// Len looks into the map.
func (p *Plain) Len() int {
	return len(p.cached)
}
