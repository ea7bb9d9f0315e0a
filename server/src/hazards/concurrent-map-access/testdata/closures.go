// Goroutines that share a map of the function that starts them.
package p

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

func twoGoroutines() {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as write in the goroutine started in twoGoroutines"
	}()
	go func() {
		defer wg.Done()
		m["b"] = 2
	}()
	wg.Wait()
}

func goInLoop(names []string) map[string]int {
	lengths := make(map[string]int)
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			lengths[name] = len(name) // want "concurrent-map-access: write of map lengths runs in several goroutines at once"
		}()
	}
	wg.Wait()
	return lengths
}

func goInLoopWithParameter(names []string) map[string]int {
	lengths := make(map[string]int)
	done := make(chan bool)
	for _, name := range names {
		go func(name string) {
			lengths[name] = len(name) // want "concurrent-map-access: write of map lengths runs in several"
			done <- true
		}(name)
	}
	for range names {
		<-done
	}
	return lengths
}

func wgGo(names []string) map[string]bool {
	seen := map[string]bool{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			seen[name] = true // want "concurrent-map-access: write of map seen runs in several"
		})
	}
	wg.Wait()
	return seen
}

func errGroup(ctx context.Context, names []string) (map[string]int, error) {
	result := make(map[string]int, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, name := range names {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			result[name] = len(name) // want "concurrent-map-access: write of map result runs in several"
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return result, nil
}

func afterFunc(m map[string]int) {
	time.AfterFunc(time.Second, func() {
		m["late"] = 1 // want "concurrent-map-access: write of map m"
	})
	fmt.Println(m["late"])
}

func spawnerHoldsLock(names []string) {
	var mu sync.Mutex
	m := map[string]int{}
	mu.Lock()
	defer mu.Unlock()
	for i, name := range names {
		go func() {
			m[name] = i // want "concurrent-map-access: write of map m runs in several"
		}()
	}
}

func lockOfItsOwn(names []string) {
	m := map[string]int{}
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var mu sync.Mutex
			mu.Lock()
			defer mu.Unlock()
			m[name] = i // want "concurrent-map-access: write of map m runs in several"
		}()
	}
	wg.Wait()
}

func parameterMap(m map[string]int) {
	go func() {
		for k := range m {
			fmt.Println(k)
		}
	}()
	m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as iteration"
}

func lenAgainstWrite() {
	m := map[string]int{}
	go func() {
		fmt.Println(len(m))
	}()
	m["a"]++ // want "concurrent-map-access: write of map m runs at the same time as read"
}

func reassigned() {
	m := map[string]int{"a": 1}
	go func() {
		m["a"] = 2 // want "concurrent-map-access: write of map m runs at the same time as reassignment"
	}()
	m = map[string]int{}
	fmt.Println(len(m))
}

func kinds() {
	m := map[string]int{"a": 1}
	go func() {
		for range 10 {
			_ = fmt.Sprint(m)
		}
	}()
	delete(m, "a") // want "concurrent-map-access: delete of map m runs at the same time as iteration"
	clear(m)       // want "concurrent-map-access: clear of map m runs at the same time as iteration"
}

func library(from map[string]int, body []byte) {
	m := map[string]int{}
	copied := map[string]int{}
	parsed := map[string]int{}
	go func() {
		maps.Copy(copied, from)           // want "concurrent-map-access: write of map copied"
		_ = json.Unmarshal(body, &parsed) // want "concurrent-map-access: write of map parsed"
		m["a"] = 1                        // want "concurrent-map-access: write of map m runs at the same time as iteration"
	}()
	c := maps.Clone(m)
	fmt.Println(c, len(copied), len(parsed))
}

func headers(request *http.Request) {
	header := http.Header{}
	values := url.Values{}
	go func() {
		header.Set("A", "b") // want "concurrent-map-access: write of map header"
		values.Del("a")      // want "concurrent-map-access: delete of map values"
	}()
	fmt.Println(header.Get("A"), values.Encode())
}

func crawl(start string, links func(string) []string) {
	seen := map[string]bool{}
	var visit func(page string)
	visit = func(page string) {
		if seen[page] {
			return
		}
		seen[page] = true // want "concurrent-map-access: write of map seen"
		for _, link := range links(page) {
			go visit(link)
		}
	}
	visit(start)
}

func variableLiteral() {
	m := map[int]int{}
	work := func(i int) {
		m[i] = i // want "concurrent-map-access: write of map m runs in several"
	}
	for i := range 10 {
		go work(i)
	}
}

func store(m map[int]int, i int) {
	m[i] = i // want "concurrent-map-access: write of map m runs in several"
}

func callee() {
	m := map[int]int{}
	for i := range 10 {
		go store(m, i)
	}
}

func store2(m map[int]int, i int) { m[i] = i } // want "concurrent-map-access: write of map m runs in several"

func deeper(m map[int]int, i int) { store2(m, i) }

func callees() {
	m := map[int]int{}
	for i := range 10 {
		go func() { deeper(m, i) }()
	}
}

type worker struct{ done map[int]bool }

func (w *worker) run(i int) { w.done[i] = true } // want "concurrent-map-access: write of map worker.done runs in several"

func startWorkers() {
	w := &worker{done: map[int]bool{}}
	for i := range 4 {
		go w.run(i)
	}
}

type runner struct{ done map[int]bool }

func (r *runner) run() { r.done[1] = true } // want "concurrent-map-access: write of map runner.done runs in several"

func methodValue(r *runner) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(r.run)
	}
	wg.Wait()
}

func waitsTooLate() {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as iteration in waitsTooLate"
	}()
	for k := range m {
		fmt.Println(k)
	}
	wg.Wait()
}

func doneTooEarly() {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		wg.Done()
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as read"
	}()
	wg.Wait()
	fmt.Println(m["a"])
}

func waitsForOther() {
	m := map[string]int{}
	var a, b sync.WaitGroup
	a.Add(1)
	b.Add(1)
	go func() {
		defer a.Done()
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as read"
	}()
	go func() { b.Done() }()
	b.Wait()
	fmt.Println(m["a"])
	a.Wait()
}

func sleeps() {
	m := map[string]int{}
	go func() {
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as read"
	}()
	time.Sleep(time.Second)
	fmt.Println(m["a"])
}

func atomicIsNoLock(names []string) {
	m := map[string]int{}
	var once sync.Once
	var pool sync.Pool
	for _, name := range names {
		go func() {
			once.Do(func() {})
			pool.Put(name)
			m[name]++ // want "concurrent-map-access: write of map m runs in several"
		}()
	}
}

func differentLocks() {
	var a, b sync.Mutex
	m := map[string]int{}
	go func() {
		a.Lock()
		m["a"] = 1 // want "concurrent-map-access: write of map m runs at the same time as write"
		a.Unlock()
	}()
	b.Lock()
	m["b"] = 1
	b.Unlock()
}

type sharded struct{ shards []map[int]int }

func (s *sharded) shard(i int) map[int]int { return s.shards[i] }

// Each goroutine gives the function that they share a shard of its own.
func perShard(s *sharded) {
	fill := func(k int, m *map[int]int) { (*m)[k] = 1 }
	var wg sync.WaitGroup
	for i := range s.shards {
		wg.Add(1)
		m := s.shard(i)
		go func() {
			defer wg.Done()
			fill(i, &m)
			fill(i+1, &m)
		}()
	}
	wg.Wait()
}

// All goroutines give it the same map.
func oneForAll(m map[int]int) {
	fill := func(k int, into map[int]int) {
		into[k] = 1 // want "concurrent-map-access: write of map m runs in several goroutines at once"
	}
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fill(i, m)
		}()
	}
	wg.Wait()
}

// What is given differs from call to call: nobody can tell which map it is.
func oneOfTwo(s *sharded) {
	fill := func(k int, m map[int]int) { m[k] = 1 }
	var wg sync.WaitGroup
	for i := range s.shards {
		wg.Add(1)
		own, next := s.shard(i), map[int]int{}
		go func() {
			defer wg.Done()
			fill(i, own)
			fill(i, next)
		}()
	}
	wg.Wait()
}

// What a function declares is new in each call, in whatever goroutine.
func ownInEachCall(s *sharded) {
	fill := func(i int) {
		m := s.shard(i)
		m[0]++
	}
	var wg sync.WaitGroup
	for i := range s.shards {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fill(i)
		}()
	}
	wg.Wait()
}

// The goroutines of one call share what the call declares.
func sharedInOneCall(s *sharded) {
	fill := func(i int) {
		m := s.shard(i)
		var wg sync.WaitGroup
		for k := range 3 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m[k] = i // want "concurrent-map-access: write of map m runs in several goroutines at once"
			}()
		}
		wg.Wait()
	}
	for i := range s.shards {
		fill(i)
	}
}
