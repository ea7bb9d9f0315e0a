// Who waits for a group waits for what each of its members has waited for.
package p

import "sync"

func each(names []string, do func(string)) {
	var inner sync.WaitGroup
	for _, name := range names {
		inner.Go(func() { do(name) })
	}
	inner.Wait()
}

func members(names []string, stop chan struct{}) int {
	var lock sync.Mutex
	var outer sync.WaitGroup
	lengths := map[string]int{}
	outer.Go(func() {
		each(names, func(name string) {
			lock.Lock()
			lengths[name] = len(name)
			lock.Unlock()
		})
	})
	outer.Go(func() { <-stop })
	outer.Wait()
	return len(lengths)
}

// One of the two senders is enough to go on.
func senders(names []string, stop chan struct{}) int {
	var lock sync.Mutex
	done := make(chan struct{})
	lengths := map[string]int{}
	go func() {
		each(names, func(name string) {
			lock.Lock()
			lengths[name] = len(name)
			lock.Unlock()
		})
		done <- struct{}{}
	}()
	go func() {
		<-stop
		done <- struct{}{}
	}()
	<-done
	return len(lengths) // want "concurrent-map-access: read of map lengths"
}
