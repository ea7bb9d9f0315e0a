// Maps inside maps and slices: the same one only where every index is the same literal.
package p

import "sync"

func sameElement() {
	m := map[string]map[string]int{"a": {}}
	done := make(chan int)
	go func() {
		m["a"]["x"] = 1 // want "concurrent-map-access: write of map m runs at the same time as read"
		done <- 1
	}()
	switch m["a"]["b"] {
	case 1:
	}
	<-done
}

func sameLength() {
	m := map[int]map[int]int{0: {}}
	done := make(chan int, 1)
	go func() {
		_ = len(m[0])
		done <- 0
	}()
	m[0][0] = 1 // want "concurrent-map-access: write of map m runs at the same time as read"
	<-done
}

func typeSwitch() {
	m := map[int]map[int]any{0: {}}
	done := make(chan int, 1)
	go func() {
		switch m[0][1].(type) {
		case nil:
		}
		done <- 1
	}()
	m[0][1] = 2 // want "concurrent-map-access: write of map m runs at the same time as read"
	<-done
}

func otherElement() {
	m := map[string]map[string]int{"a": {}, "b": {}}
	done := make(chan int)
	go func() {
		m["a"]["x"] = 1
		done <- 1
	}()
	m["b"]["x"] = 2
	<-done
}

func shardOfEach(shards []map[int]int) {
	var wg sync.WaitGroup
	for i := range shards {
		wg.Add(1)
		go func() {
			defer wg.Done()
			shards[i][0] = i
		}()
	}
	wg.Wait()
}

// Channels of a collection are no lock: each goroutine waits on another one.
func stages(names []string, ready map[string]chan struct{}) map[string]int {
	out := map[string]int{}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if before := ready[name]; before != nil {
				<-before
			}
			out[name] = 1 // want "concurrent-map-access: write of map out runs in several goroutines at once"
			for _, next := range ready {
				next <- struct{}{}
			}
		}()
	}
	wg.Wait()
	return out
}
