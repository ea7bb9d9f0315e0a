package concurrent

import "sync"

type job struct{ name string }

// A flag keeps the loop from coming back to the map once a goroutine runs.
func filledOnce(jobs []job, wanted string) {
	var wg sync.WaitGroup
	known := make(map[string]int)
	isFilled := false
	for _, j := range jobs {
		if j.name != wanted {
			continue
		}
		if !isFilled {
			for i, name := range []string{"a", "b"} {
				known[name] = i
			}
			isFilled = true
		}
		wg.Add(1)
		go func(j job) {
			defer wg.Done()
			_ = known[j.name]
		}(j)
	}
	wg.Wait()
}

func filledFirst(jobs []job) {
	var wg sync.WaitGroup
	known := make(map[string]int)
	first := true
	for _, j := range jobs {
		if first {
			fillKnown(known)
			first = false
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = known[j.name]
		}()
	}
	wg.Wait()
}

func fillKnown(known map[string]int) {
	known["a"] = 1
}

// The flag is open again in each turn.
func filledInEachTurn(jobs []job) {
	var wg sync.WaitGroup
	known := make(map[string]int)
	for _, j := range jobs {
		isFilled := false
		if !isFilled {
			known[j.name] = 1 // want "concurrent-map-access: write of map known runs"
			isFilled = true
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = known[j.name]
		}()
	}
	wg.Wait()
}

// Something opens the flag again.
func filledAgain(jobs []job) {
	var wg sync.WaitGroup
	known := make(map[string]int)
	isFilled := false
	for _, j := range jobs {
		if !isFilled {
			known[j.name] = 1 // want "concurrent-map-access: write of map known runs"
			isFilled = true
		}
		if j.name == "" {
			isFilled = false
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = known[j.name]
		}()
	}
	wg.Wait()
}

// A goroutine is started before the flag is closed.
func filledAfterwards(jobs []job) {
	var wg sync.WaitGroup
	known := make(map[string]int)
	isFilled := false
	for _, j := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_ = known[j.name]
		}()
		if !isFilled {
			known[j.name] = 1 // want "concurrent-map-access: write of map known runs"
			isFilled = true
		}
	}
	wg.Wait()
}

var queues = map[string]chan int{}

// The loop has one turn.
func init() {
	kinds := []string{"only"}
	for _, kind := range kinds {
		queues[kind] = make(chan int)
		go func() {
			for range queues[kind] {
			}
		}()
	}
}

var twoQueues = map[string]chan int{}

func init() {
	kinds := []string{"one", "another"}
	for _, kind := range kinds {
		twoQueues[kind] = make(chan int) // want "concurrent-map-access: write of map twoQueues runs"
		go func() {
			for range twoQueues[kind] {
			}
		}()
	}
}
