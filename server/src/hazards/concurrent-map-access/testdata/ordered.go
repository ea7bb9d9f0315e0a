// Accesses that cannot meet: something orders them.
package p

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"
)

func filledBefore() {
	m := map[string]int{}
	m["a"] = 1
	go func() { fmt.Println(m["a"]) }()
}

func filledBeforeInLoop(names []string) {
	m := map[string]int{}
	for i, name := range names {
		m[name] = i
	}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() { fmt.Println(m[name]) })
	}
	wg.Wait()
	m["after"] = 1
}

func newMapEachRound(names []string) {
	for i, name := range names {
		m := map[string]int{}
		m[name] = i
		go func() { fmt.Println(m[name]) }()
	}
}

func afterWait() int {
	m := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		m["a"] = 1
	}()
	wg.Wait()
	m["b"] = 2
	return len(m)
}

func waitInEachRound(names []string) map[string]int {
	m := map[string]int{}
	for _, name := range names {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			m[name] = 1
		}()
		wg.Wait()
		m["last"] = 2
	}
	return m
}

func afterGroupWait(ctx context.Context) (map[string]int, error) {
	m := map[string]int{}
	g, _ := errgroup.WithContext(ctx)
	g.Go(func() error {
		m["a"] = 1
		return nil
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	m["b"] = 2
	return m, nil
}

func afterDone() {
	m := map[string]int{}
	done := make(chan struct{})
	go func() {
		m["a"] = 1
		close(done)
	}()
	<-done
	fmt.Println(m["a"])
}

func afterDeferredClose() {
	m := map[string]int{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		m["a"] = 1
	}()
	<-done
	m["b"] = 1
}

func afterSend() {
	m := map[string]int{}
	done := make(chan error, 1)
	go func() {
		m["a"] = 1
		done <- nil
	}()
	if err := <-done; err == nil {
		m["b"] = 1
	}
}

func afterDoneInLoop(names []string) map[int]string {
	first := map[int]string{}
	second := map[int]string{}
	done := make(chan bool)
	go func() {
		for i, name := range names {
			first[i] = name
		}
		done <- true
	}()
	go func() {
		for i, name := range names {
			second[i] = name
		}
		done <- true
	}()
	for i := 0; i < 2; i++ {
		<-done
	}
	first[0] = second[0]
	return first
}

func afterSelect(ctx context.Context) {
	m := map[string]int{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		m["a"] = 1
	}()
	select {
	case <-done:
		fmt.Println(m["a"])
	case <-ctx.Done():
		return
	}
	m["b"] = 1
}

func results(names []string) map[string]int {
	type result struct {
		name string
		n    int
	}
	out := make(chan result)
	for _, name := range names {
		go func() { out <- result{name, len(name)} }()
	}
	all := map[string]int{}
	for range names {
		r := <-out
		all[r.name] = r.n
	}
	return all
}

func collector(names []string) map[string]int {
	out := make(chan string)
	all := map[string]int{}
	var collected sync.WaitGroup
	collected.Add(1)
	go func() {
		defer collected.Done()
		for name := range out {
			all[name]++
		}
	}()
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- name
		}()
	}
	wg.Wait()
	close(out)
	collected.Wait()
	return all
}

func handOff() {
	c := make(chan map[string]int)
	go func() {
		for m := range c {
			m["got"] = 1
		}
	}()
	for i := range 10 {
		m := map[string]int{}
		m["sent"] = i
		c <- m
	}
	close(c)
}

func resultOfGoroutine() map[string]int {
	c := make(chan map[string]int, 1)
	go func() {
		m := map[string]int{}
		m["a"] = 1
		c <- m
	}()
	m := <-c
	m["b"] = 1
	return m
}

func rangeUntilClosed(names []string) map[string]int {
	m := map[string]int{}
	out := make(chan string)
	go func() {
		defer close(out)
		for i, name := range names {
			m[name] = i
			out <- name
		}
	}()
	for name := range out {
		fmt.Println(name)
	}
	m["end"] = 1
	return m
}

func onlyReads(m map[string]int) {
	for range 4 {
		go func() { fmt.Println(m["a"], len(m)) }()
	}
	for k := range m {
		fmt.Println(k)
	}
}

func oneGoroutine() {
	m := map[string]int{}
	go func() {
		m["a"] = 1
		delete(m, "b")
	}()
}

func unrelated() {
	m := map[string]int{}
	go fmt.Println("started")
	m["a"] = 1
	delete(m, "a")
}

func chained() {
	m := map[string]int{}
	first := make(chan struct{})
	second := make(chan struct{})
	go func() {
		m["a"] = 1
		close(first)
	}()
	go func() {
		<-first
		m["b"] = 2
		close(second)
	}()
	<-second
	fmt.Println(m)
}

func onceFilled(names []string) {
	var once sync.Once
	var m map[string]int
	for _, name := range names {
		go func() {
			once.Do(func() {
				m = map[string]int{}
				m["a"] = 1
			})
			fmt.Println(m[name])
		}()
	}
}

func startAll(n int, f func(int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(i)
		}()
	}
	wg.Wait()
}

func waitsInside() map[int]int {
	m := map[int]int{}
	var mu sync.Mutex
	startAll(4, func(i int) {
		mu.Lock()
		defer mu.Unlock()
		m[i] = i
	})
	m[5] = 5
	return m
}

type stoppable struct {
	m    map[string]int
	done chan struct{}
	wg   sync.WaitGroup
}

func (s *stoppable) loop() {
	defer close(s.done)
	s.m["a"] = 1
}

func (s *stoppable) stop() { <-s.done }

func startAndStop() {
	s := &stoppable{m: map[string]int{}, done: make(chan struct{})}
	go s.loop()
	s.stop()
	s.m["b"] = 2
}

func semaphore(names []string) map[string]int {
	m := map[string]int{}
	sem := make(chan struct{}, 1)
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			sem <- struct{}{}
			m[name] = i
			<-sem
		})
	}
	wg.Wait()
	return m
}
