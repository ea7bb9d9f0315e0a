// Functions that try something again and again, in a goroutine for each attempt.
package p

import "time"

func attempt(condition func() bool, limit time.Duration) bool {
	done := make(chan bool, 1)
	go func() {
		ok := false
		defer func() { done <- ok }()
		ok = condition()
	}()
	select {
	case ok := <-done:
		return ok
	case <-time.After(limit):
		panic("it does not end")
	}
}

func eventually(condition func() bool) {
	for range 10 {
		if attempt(condition, time.Second) {
			return
		}
	}
}

func startAttempt(condition func() bool) {
	go condition()
}

func hastily(condition func() bool) {
	for range 10 {
		startAttempt(condition)
	}
}

func waitForAll(names []string, isThere func(string) bool) {
	remaining := map[string]bool{}
	for _, name := range names {
		remaining[name] = true
	}
	eventually(func() bool {
		for name := range remaining {
			if isThere(name) {
				delete(remaining, name)
			}
		}
		return len(remaining) == 0
	})
}

func waitForNone(names []string, isThere func(string) bool) {
	remaining := map[string]bool{}
	for _, name := range names {
		remaining[name] = true
	}
	hastily(func() bool {
		for name := range remaining {
			if isThere(name) {
				delete(remaining, name) // want "concurrent-map-access: delete of map remaining runs"
			}
		}
		return len(remaining) == 0
	})
}
