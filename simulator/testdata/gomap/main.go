// Command gomap runs small programs that race on a map, again and again, and prints what a later reader finds.
// It is compiled and run by soundness.test.ts, which knows the same programs.
//
//	gomap NAME MILLISECONDS
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The keys are 1 to 10: those of the test are counted from 0.
const keys = 10

type program struct {
	entries    uint64
	goroutines []func(m map[uint64]uint64)
}

func put(key, value uint64) func(map[uint64]uint64) {
	return func(m map[uint64]uint64) { m[key] = value }
}

func add(key uint64) func(map[uint64]uint64) {
	return func(m map[uint64]uint64) { m[key]++ }
}

func remove(key uint64) func(map[uint64]uint64) {
	return func(m map[uint64]uint64) { delete(m, key) }
}

func empty(m map[uint64]uint64) { clear(m) }

var programs = map[string]program{
	"two-keys":      {0, []func(map[uint64]uint64){put(1, 11), put(2, 12)}},
	"one-key":       {0, []func(map[uint64]uint64){put(1, 11), put(1, 12)}},
	"increment":     {0, []func(map[uint64]uint64){add(1), add(1)}},
	"second-entry":  {1, []func(map[uint64]uint64){put(2, 12), put(3, 13)}},
	"write-delete":  {1, []func(map[uint64]uint64){put(2, 12), remove(1)}},
	"delete-delete": {1, []func(map[uint64]uint64){remove(1), remove(1)}},
	"write-clear":   {1, []func(map[uint64]uint64){put(2, 12), empty}},
	"full-update":   {8, []func(map[uint64]uint64){put(9, 19), put(1, 11)}},
	"full-read": {8, []func(map[uint64]uint64){put(9, 19), func(m map[uint64]uint64) {
		if m[1] == 0 {
			atomic.AddInt64(&misses, 1)
		}
	}}},
}

// misses counts reads that did not find what was there all the time.
var misses int64

func main() {
	runtime.GOMAXPROCS(4)
	limit, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	given := programs[os.Args[1]]
	seen := map[string]bool{}
	for end := time.Now().Add(time.Duration(limit) * time.Millisecond); time.Now().Before(end); {
		if found := given.run(); !seen[found] {
			seen[found] = true
			fmt.Println(found)
		}
	}
	fmt.Println("done")
}

// run races once: the length, the value of each key (- when it is not there), and the keys met more than once.
func (p program) run() string {
	m := make(map[uint64]uint64)
	for key := uint64(1); key <= p.entries; key++ {
		m[key] = key
	}
	atomic.StoreInt64(&misses, 0)
	var ready atomic.Int64
	var wait sync.WaitGroup
	for _, body := range p.goroutines {
		wait.Add(1)
		go func() {
			defer wait.Done()
			ready.Add(1)
			for ready.Load() < int64(len(p.goroutines)) {
			}
			body(m)
		}()
	}
	wait.Wait()
	found := []string{strconv.Itoa(len(m))}
	for key := uint64(1); key <= keys; key++ {
		if value, ok := m[key]; ok {
			found = append(found, strconv.FormatUint(value, 10))
		} else {
			found = append(found, "-")
		}
	}
	met := map[uint64]int{}
	for key := range m {
		met[key]++
	}
	for key := uint64(1); key <= keys; key++ {
		if met[key] > 1 {
			found = append(found, fmt.Sprintf("twice:%d", key))
		}
	}
	if atomic.LoadInt64(&misses) > 0 {
		found = append(found, "missed")
	}
	return strings.Join(found, " ")
}
