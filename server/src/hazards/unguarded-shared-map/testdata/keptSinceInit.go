// A function that is given away before main is called later, if the callee keeps it.
package p

type group struct{ read func(name string) int }

func (g *group) register(read func(name string) int) { g.read = read }

func (g *group) call(run func(name string)) { run("a") }

var (
	sizes  map[string]int
	depths map[string]int
	groups *group
)

func init() {
	groups = newGroup()
}

func newGroup() *group {
	g := &group{}
	g.register(func(name string) int { return sizes[name] })
	// This one is called at once.
	g.call(func(name string) { depths = map[string]int{name: depths[name]} })
	return g
}

func collect(names <-chan string) {
	for name := range names {
		sizes[name]++ // want "unguarded-shared-map: write of map sizes without a lock, but .*goroutine"
		depths[name]++
	}
}

// Start goes on beside who asks for sizes.
func Start(names <-chan string) { go collect(names) }
