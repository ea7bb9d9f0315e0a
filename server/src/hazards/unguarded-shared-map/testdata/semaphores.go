// A semaphore with room for one is a lock, one with room for more is none.
package p

import (
	"context"
	"net/http"

	"golang.org/x/sync/semaphore"
)

type recorder struct {
	// sem is a lock that can be waited for with a context.
	sem       *semaphore.Weighted
	listeners map[string]int
}

func newRecorder() *recorder {
	return &recorder{sem: semaphore.NewWeighted(1), listeners: map[string]int{}}
}

func (r *recorder) record(ctx context.Context, name string) error {
	if err := r.sem.Acquire(ctx, 1); err != nil {
		return err
	}
	defer r.sem.Release(1)
	r.listeners[name]++
	return nil
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	_ = r.record(req.Context(), req.URL.Path)
}

type limited struct {
	room  *semaphore.Weighted
	pages map[string]int
}

func newLimited() *limited {
	return &limited{room: semaphore.NewWeighted(4), pages: map[string]int{}}
}

func (l *limited) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if l.room.Acquire(req.Context(), 1) != nil {
		return
	}
	defer l.room.Release(1)
	l.pages[req.URL.Path]++ // want "unguarded-shared-map: write of map limited.pages"
}

type either struct {
	some  *semaphore.Weighted
	pages map[string]int
}

func newEither(n int64) *either {
	e := &either{some: semaphore.NewWeighted(1), pages: map[string]int{}}
	if n > 1 {
		e.some = semaphore.NewWeighted(n)
	}
	return e
}

func (e *either) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if e.some.Acquire(req.Context(), 1) != nil {
		return
	}
	defer e.some.Release(1)
	e.pages[req.URL.Path]++ // want "unguarded-shared-map: write of map either.pages"
}

func (r *recorder) forget(w http.ResponseWriter, req *http.Request) {
	if r.sem.Acquire(req.Context(), 1) != nil {
		return
	}
	r.sem.Release(1)
}

type builders struct {
	sem  *semaphore.Weighted
	byID map[string]int
	busy map[string]int
}

func newBuilders() *builders {
	return &builders{sem: semaphore.NewWeighted(1), byID: map[string]int{}, busy: map[string]int{}}
}

// ServeHTTP says that it is busy where another request has the semaphore.
func (b *builders) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !b.sem.TryAcquire(1) {
		b.busy[req.URL.Path]++ // want "unguarded-shared-map: write of map builders.busy"
		return
	}
	defer b.sem.Release(1)
	b.evict()
	b.byID[req.URL.Path]++
}

func (b *builders) evict() {
	for id := range b.byID {
		delete(b.byID, id)
	}
}
