package p

import "sync"

func run() (int, int) {
	var x, y, sawX, sawY int
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		x = 1
		sawY = y
	}()
	go func() {
		defer wg.Done()
		y = 1
		sawX = x
	}()
	wg.Wait()
	return sawX, sawY
}
