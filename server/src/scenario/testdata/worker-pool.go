package p

import "sync"

type pool struct {
	mu   sync.Mutex
	done map[int]bool
}

func (p *pool) finish(id int) {
	p.mu.Lock()
	p.done[id] = true
	p.mu.Unlock()
}

func worker(p *pool, jobs <-chan int, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		p.finish(j)
	}
}

func run() int {
	p := &pool{done: make(map[int]bool)}
	jobs := make(chan int, 2)
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go worker(p, jobs, &wg)
	}
	for i := 0; i < 2; i++ {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	return len(p.done)
}
