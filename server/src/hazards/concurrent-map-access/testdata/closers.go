// Goroutines that are told to end and waited for by an object that is known by its methods alone.
package p

import "fmt"

type closer interface {
	AddRunning(n int)
	HasBeenClosed() <-chan struct{}
	Done()
	Signal()
	SignalAndWait()
}

type files struct{ open map[string]int }

func (f *files) drop(name string) { delete(f.open, name) }

func (f *files) close() {
	for name := range f.open {
		fmt.Println(name)
	}
}

func newFiles() *files { return &files{open: map[string]int{}} }

func drops(c closer, f *files) {
	defer c.Done()
	if len(f.open) == 0 {
		return
	}
	<-c.HasBeenClosed()
	f.drop("a")
}

// What is deferred runs when all goroutines are done.
func waitsAtLast(c closer) {
	f := newFiles()
	defer func() { f.close() }()
	c.AddRunning(2)
	go drops(c, f)
	go func() {
		defer c.Done()
		fmt.Println("b")
	}()
	c.SignalAndWait()
	fmt.Println("done")
}

type entries struct{ open map[string]int }

func newEntries() *entries { return &entries{open: map[string]int{}} }

// They are told to end, and not waited for.
func onlySignals(c closer) {
	e := newEntries()
	c.AddRunning(1)
	go func() {
		defer c.Done()
		delete(e.open, "a") // want "concurrent-map-access: delete of map entries.open runs at the same time as read"
	}()
	c.Signal()
	fmt.Println(e.open["a"])
}

// Others are waited for.
func waitsForOthers(c, other closer) {
	e := newEntries()
	c.AddRunning(1)
	go func() {
		defer c.Done()
		delete(e.open, "a") // want "concurrent-map-access: delete of map entries.open runs at the same time as read"
	}()
	other.SignalAndWait()
	fmt.Println(e.open["a"])
}
