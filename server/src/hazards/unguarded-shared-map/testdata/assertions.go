// What functions make sure of before they do anything.
package p

import (
	"os"
	"strings"
	"sync"
	"sync/atomic"
)

// Ledger is safe for concurrent use; all of it happens with the ledger locked.
type Ledger struct {
	mu      sync.Mutex
	holders int32
	changed bool
	entries map[string]int
	notes   map[string]string
	marks   map[string]bool
	drafts  map[string]int
}

// Lock takes the ledger.
func (l *Ledger) Lock() {
	l.mu.Lock()
	atomic.AddInt32(&l.holders, 1)
}

// Unlock gives it back.
func (l *Ledger) Unlock() {
	atomic.AddInt32(&l.holders, -1)
	l.mu.Unlock()
}

func (l *Ledger) changing() {
	l.changed = true
	if atomic.LoadInt32(&l.holders) != 1 {
		panic("internal error: ledger used without lock")
	}
}

func (l *Ledger) counting() {
	if l.changed {
		panic("internal error: ledger has changed")
	}
}

// Book makes sure by a call that the ledger is locked.
func (l *Ledger) Book(name string) {
	l.changing()
	l.entries[name]++
}

// Strike does so as well.
func (l *Ledger) Strike(name string) {
	l.changing()
	delete(l.entries, name)
}

// Note makes sure by itself.
func (l *Ledger) Note(name, text string) {
	if atomic.LoadInt32(&l.holders) != 1 {
		panic("Note: mutex not held")
	}
	l.notes[name] = text
}

// Mark makes sure of something else.
func (l *Ledger) Mark(name string) {
	l.counting()
	l.marks[name] = true // want "unguarded-shared-map[hint]: write of map Ledger.marks without a lock"
}

// Draft is done before it makes sure.
func (l *Ledger) Draft(name string) {
	l.drafts[name]++ // want "unguarded-shared-map[hint]: write of map Ledger.drafts without a lock"
	l.changing()
}

var icons = map[string]string{"a": "b"}

// Icon gives an icon.
func Icon(name string) string { return icons[name] }

// FakeIcon gives an icon another look until the result is called.
func FakeIcon(name, look string) func() {
	mustBeTested("only tests fake icons")
	old := icons[name]
	icons[name] = look
	return func() { icons[name] = old }
}

func mustBeTested(text string) {
	if !strings.HasSuffix(os.Args[0], ".test") {
		panic(text)
	}
}

var themes = map[string]string{"a": "b"}

// Theme gives a theme, and keeps the one that it gave.
func Theme(name string) string {
	checkName("only tests fake themes")
	if theme, ok := themes[name]; ok {
		return theme
	}
	themes[name] = "plain " + name // want "unguarded-shared-map[hint]: write of map themes without a lock"
	return themes[name]
}

func checkName(text string) {
	if len(os.Args[0]) == 0 {
		panic(text)
	}
}
