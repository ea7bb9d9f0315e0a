// A service copies the settings that all requests share, and changes the copy. The
// struct is its own, the map inside is not: a map value is a reference.
package main

import (
	"fmt"
	"sync"
)

// Settings say how to answer.
type Settings struct {
	name   string
	labels map[string]string
}

// WithName returns settings with another name and a label for it.
func WithName(shared *Settings, name string) *Settings {
	own := *shared
	own.name = name
	own.labels["name"] = name
	return &own
}

func main() {
	shared := &Settings{labels: map[string]string{"app": "mapvet"}}
	var wg sync.WaitGroup
	for _, name := range []string{"first", "second"} {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			settings := WithName(shared, name)
			fmt.Println(settings.name)
		}(name)
	}
	wg.Wait()
	fmt.Println(len(shared.labels), "labels")
}
