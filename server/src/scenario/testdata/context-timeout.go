package p

import (
	"context"
	"time"
)

// The time may be up at any moment.
func run() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Microsecond)
	defer cancel()
	done := make(chan struct{})
	go func() { close(done) }()
	select {
	case <-done:
		return "done"
	case <-ctx.Done():
		return "late"
	}
}
