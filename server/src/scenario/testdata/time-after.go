package p

import "time"

// The timer may fire although the value is there.
func run() string {
	ch := make(chan string, 1)
	go func() { ch <- "value" }()
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Microsecond):
		return "timeout"
	}
}
