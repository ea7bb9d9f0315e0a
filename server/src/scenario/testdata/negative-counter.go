package p

import "sync"

func run() int {
	var wg sync.WaitGroup
	wg.Add(1)
	go wg.Done()
	wg.Done()
	wg.Wait()
	return 1
}
