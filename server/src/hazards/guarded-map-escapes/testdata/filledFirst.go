// Maps that are filled once, while they are empty, and handed out full.
package p

import (
	"strings"
	"sync"
)

type tokens struct {
	mu    sync.Mutex
	names map[string]string
	fetch func() []string
}

// Names fills the map before anybody gets it.
func (t *tokens) Names() map[string]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.names) > 0 {
		return t.names
	}
	index(t.fetch(), t.names)
	return t.names
}

func index(all []string, names map[string]string) {
	for _, name := range all {
		names[strings.ToUpper(name)] = name
	}
}

type lines struct {
	mu    sync.Mutex
	index map[string]int
	all   []string
}

// Index has a helper fill the map.
func (l *lines) Index() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.index) == 0 {
		l.fill()
	}
	return l.index
}

func (l *lines) fill() {
	for i, line := range l.all {
		l.index[line] = i
	}
}

type early struct {
	mu    sync.Mutex
	index map[string]int
	all   []string
}

// Fill fills the map while it is empty.
func (e *early) Fill() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.index) > 0 {
		return
	}
	for i, line := range e.all {
		e.index[line] = i
	}
}

// Index gives out the map empty as well as full.
func (e *early) Index() map[string]int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.index // want "guarded-map-escapes: map early.index, which mu guards, is returned"
}

type growing struct {
	mu    sync.Mutex
	index map[string]int
	all   []string
}

// Index fills the map once.
func (g *growing) Index() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.index) == 0 {
		for i, line := range g.all {
			g.index[line] = i
		}
	}
	return g.index // want "guarded-map-escapes: map growing.index, which mu guards, is returned"
}

// Add adds to the map when others have it.
func (g *growing) Add(line string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.index[line] = len(g.index)
}

type twice struct {
	mu    sync.Mutex
	index map[string]int
	fetch func() []string
}

// Index may fill the map when another call has just done so and handed it out.
func (t *twice) Index() map[string]int {
	t.mu.Lock()
	if len(t.index) > 0 {
		defer t.mu.Unlock()
		return t.index // want "guarded-map-escapes: map twice.index, which mu guards, is returned"
	}
	t.mu.Unlock()
	all := t.fetch()
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, line := range all {
		t.index[line] = i
	}
	return t.index // want "guarded-map-escapes: map twice.index, which mu guards, is returned"
}
