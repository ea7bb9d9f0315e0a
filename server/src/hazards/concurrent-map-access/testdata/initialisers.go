// Commands of a command line program in package variables, as cobra's.
package p

import (
	"sync"

	"github.com/spf13/cobra"
)

var (
	results = map[string]int{}
	options = map[string]string{}
	seen    = map[string]bool{}
)

// The body starts goroutines that race.
var checkCmd = &cobra.Command{
	Use: "check",
	Run: func(_ *cobra.Command, args []string) {
		for _, arg := range args {
			go func() {
				results[arg]++ // want "concurrent-map-access: write of map results runs in several goroutines"
			}()
		}
	},
}

// This one fills the map before it starts them.
var serveCmd = &cobra.Command{
	Use: "serve",
	Run: func(_ *cobra.Command, args []string) {
		for _, arg := range args {
			options[arg] = arg
		}
		for _, arg := range args {
			go func() { println(options[arg]) }()
		}
	},
}

// One that waits for them may go on.
var waitCmd = &cobra.Command{
	Use: "wait",
	Run: func(_ *cobra.Command, args []string) {
		var wg sync.WaitGroup
		wg.Go(func() { seen["a"] = true })
		wg.Wait()
		seen["b"] = true
	},
}

// What a call in an initial value leaves running goes on beside what comes after it.
var _ = watch(map[string]int{})

func watch(ticks map[string]int) int {
	go func() {
		ticks["t"]++ // want "concurrent-map-access: write of map ticks runs at the same time as write in watch"
	}()
	ticks["s"]++
	return 0
}

// All that it does itself is done before.
var primes = sieve(100)

func sieve(below int) map[int]bool {
	found := map[int]bool{}
	for n := 2; n < below; n++ {
		found[n] = true
	}
	return found
}
