// Objects that a function makes for itself and its goroutines.
package p

import "sync"

type result struct {
	mu    sync.Mutex
	sizes map[string]int
}

func newResult() *result { return &result{sizes: map[string]int{}} }

func (r *result) add(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sizes[name]++
}

func (r *result) drop(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sizes, name)
}

func (r *result) sum() (n int) {
	for _, size := range r.sizes {
		n += size
	}
	return n
}

func collect(r *result, names []string) {
	for _, name := range names {
		r.add(name)
	}
}

func Build(names []string) int {
	r := newResult()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			r.add(name)
			r.drop("x" + name)
		})
	}
	wg.Wait()
	return r.sum()
}

func BuildTwice(names []string) int {
	r := newResult()
	var wg sync.WaitGroup
	wg.Go(func() { collect(r, names) })
	wg.Go(func() { collect(r, names) })
	wg.Wait()
	return r.sum()
}

// early reads while the goroutines write.
type early struct {
	mu    sync.Mutex
	sizes map[string]int
}

func (e *early) add(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sizes[name]++
}

func (e *early) drop(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.sizes, name)
}

func (e *early) sum() (n int) {
	for _, size := range e.sizes { // want "inconsistent-guard[warning]: iteration of map early.sizes without mu"
		n += size
	}
	return n
}

func BuildEarly(names []string) int {
	e := &early{sizes: map[string]int{}}
	for _, name := range names {
		go func() {
			e.add(name)
			e.drop("x" + name)
		}()
	}
	return e.sum()
}

// left leaves a goroutine running that its maker does not see.
type left struct {
	mu    sync.Mutex
	sizes map[string]int
}

func (l *left) start(names <-chan string) {
	go func() {
		for {
			name := <-names
			l.add(name)
			l.drop("x" + name)
		}
	}()
}

func (l *left) add(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sizes[name]++
}

func (l *left) drop(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sizes, name)
}

func (l *left) sum() (n int) {
	for _, size := range l.sizes { // want "inconsistent-guard[warning]: iteration of map left.sizes without mu"
		n += size
	}
	return n
}

func BuildLeft(names <-chan string) int {
	l := &left{sizes: map[string]int{}}
	l.start(names)
	return l.sum()
}

// kept can be found by others.
type kept struct {
	mu    sync.Mutex
	sizes map[string]int
}

var all []*kept

func (k *kept) add(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sizes[name]++
}

func (k *kept) drop(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.sizes, name)
}

func (k *kept) sum() (n int) {
	for _, size := range k.sizes { // want "inconsistent-guard[warning]: iteration of map kept.sizes without mu"
		n += size
	}
	return n
}

func BuildKept() int {
	k := &kept{sizes: map[string]int{}}
	all = append(all, k)
	return k.sum()
}

func Clean(name string) {
	for _, k := range all {
		k.add(name)
		k.drop(name)
	}
}

// session has methods with exported names, but nobody elsewhere gets one.
type session struct {
	mu   sync.Mutex
	pids map[int]bool
}

func (s *session) Add(pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pids[pid] = true
}

func (s *session) Drop(pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pids, pid)
}

func Exec(pids []int) {
	s := &session{pids: map[int]bool{}}
	ready := make(chan bool)
	go func() {
		<-ready
		s.Add(1)
		s.Drop(2)
	}()
	for pid := range s.pids {
		println(pid)
	}
	close(ready)
}

// shown is what a caller gets.
type shown struct {
	mu   sync.Mutex
	pids map[int]bool
}

func (s *shown) Add(pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pids[pid] = true
}

func (s *shown) Drop(pid int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pids, pid)
}

func (s *shown) Len() int {
	return len(s.pids) // want "inconsistent-guard[warning]: read of map shown.pids without mu"
}

func Show(pids []int) *shown {
	s := &shown{pids: map[int]bool{}}
	for _, pid := range pids {
		go s.Add(pid)
	}
	return s
}

func ShowNone() int { return (&shown{}).Len() }

// checker has a function that waits for the goroutines it starts.
type checker struct {
	mu     sync.Mutex
	failed map[string]bool
}

func (c *checker) fail(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed[name] = true
}

func (c *checker) forgive(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.failed, name)
}

func (c *checker) runAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			c.fail(name)
			c.forgive("x" + name)
		})
	}
	wg.Wait()
}

func (c *checker) report() {
	for name := range c.failed {
		println(name)
	}
}

func Check(names []string) {
	c := &checker{failed: map[string]bool{}}
	first := make(chan bool)
	go func() {
		c.fail("first")
		close(first)
	}()
	<-first
	c.runAll(names)
	c.report()
}

// watcher is asked for its report while it runs.
type watcher struct {
	mu     sync.Mutex
	failed map[string]bool
}

func (w *watcher) fail(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failed[name] = true
}

func (w *watcher) forgive(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.failed, name)
}

func (w *watcher) runAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			w.fail(name)
			w.forgive("x" + name)
		})
	}
	wg.Wait()
}

func (w *watcher) report() {
	for name := range w.failed { // want "inconsistent-guard[warning]: iteration of map watcher.failed without mu"
		println(name)
	}
}

func Watch(names []string) {
	w := &watcher{failed: map[string]bool{}}
	go w.runAll(names)
	w.report()
}

// hasty looks while its own goroutines run.
type hasty struct {
	mu     sync.Mutex
	failed map[string]bool
}

func (h *hasty) fail(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failed[name] = true
}

func (h *hasty) forgive(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.failed, name)
}

func (h *hasty) runAll(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			h.fail(name)
			h.forgive("x" + name)
		})
	}
	h.report()
	wg.Wait()
}

func (h *hasty) report() {
	for name := range h.failed { // want "concurrent-map-access: iteration of map hasty.failed"
		println(name)
	}
}

func Hurry(names []string) {
	h := &hasty{failed: map[string]bool{}}
	h.runAll(names)
}

// table is shared by all workers, of which each function makes its own.
type table struct {
	mu   sync.Mutex
	rows map[string]bool
}

func (t *table) put(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[name] = true
}

func (t *table) drop(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.rows, name)
}

func (t *table) size() int {
	return len(t.rows) // want "inconsistent-guard: read of map table.rows without mu"
}

type worker struct{ table *table }

var shared = &table{rows: map[string]bool{}}

func newWorker() *worker { return &worker{table: shared} }

func Fill(name string) {
	w := newWorker()
	go func() {
		w.table.put(name)
		w.table.drop("x" + name)
	}()
}

func Size() {
	w := newWorker()
	go func() { println(w.table.size()) }()
}
