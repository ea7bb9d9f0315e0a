// Locks that are the right ones, or may be.
package p

import "sync"

type table struct {
	mu   sync.Mutex
	rows map[string]int
	big  sync.Mutex
}

func (t *table) Put(k string, v int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[k] = v
}

func (t *table) Get(k string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rows[k]
}

// Both holds two locks, one of them the guard.
func (t *table) Both(k string) {
	t.big.Lock()
	defer t.big.Unlock()
	t.mu.Lock()
	t.rows[k]++
	t.mu.Unlock()
}

// Big holds the outer one of the two alone; Both is kept out by it.
func (t *table) Big(k string) {
	t.big.Lock()
	defer t.big.Unlock()
	t.rows[k]++
}

// Merge holds both tables.
func (t *table) Merge(from *table) {
	t.mu.Lock()
	defer t.mu.Unlock()
	from.mu.Lock()
	defer from.mu.Unlock()
	for k, v := range from.rows {
		t.rows[k] += v
	}
}

func load() *table { return &table{rows: map[string]int{}} }

// Reload walks a table that it got for itself.
func (t *table) Reload() {
	fresh := load()
	t.mu.Lock()
	defer t.mu.Unlock()
	for k, v := range fresh.rows {
		t.rows[k] = v
	}
}

// Alias writes its own map by another name.
func (t *table) Alias(k string) {
	same := t
	same.mu.Lock()
	t.rows[k] = 1
	same.mu.Unlock()
}

// Gather makes a map of its own, which its goroutines share under a mutex of its own.
func (t *table) Gather(keys []string) map[string]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	found := map[string]int{}
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			v := t.Get(k)
			mu.Lock()
			found[k] = v
			mu.Unlock()
		}()
	}
	wg.Wait()
	return found
}

// A sharded map has a lock for each part.
type sharded struct {
	shards [16]struct {
		mu sync.Mutex
		m  map[string]int
	}
}

func (s *sharded) Put(i int, k string) {
	shard := &s.shards[i]
	shard.mu.Lock()
	shard.m[k]++
	shard.mu.Unlock()
}

func (s *sharded) Move(from, to int, k string) {
	s.shards[from].mu.Lock()
	delete(s.shards[from].m, k)
	s.shards[from].mu.Unlock()
	s.shards[to].mu.Lock()
	s.shards[to].m[k]++
	s.shards[to].mu.Unlock()
}
