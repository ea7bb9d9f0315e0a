package p

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"
)

// The first error is what Wait returns, and the context is done by then.
func run() (bool, bool, int) {
	g, ctx := errgroup.WithContext(context.Background())
	n := 0
	g.Go(func() error {
		n = 1
		return errors.New("failed")
	})
	g.Go(func() error {
		<-ctx.Done()
		return nil
	})
	err := g.Wait()
	return err != nil, ctx.Err() != nil, n
}
