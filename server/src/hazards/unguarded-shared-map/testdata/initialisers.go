// Function literals and calls in the initial values of package variables.
package p

import "net/http"

type route struct {
	path   string
	handle func(http.ResponseWriter, *http.Request)
}

var (
	counts = map[string]int{}
	visits = map[string]int{}
	pages  = map[string]string{}
	titles = map[string]string{}
	stock  = map[string]int{}
	known  = map[string]bool{}
	queued = map[string]int{}
	colors = map[string]int{}
)

// Handlers are told by their signature.
var routes = []route{
	{"/count", func(_ http.ResponseWriter, r *http.Request) {
		counts[r.URL.Path]++ // want "concurrent-map-access: write of map counts runs in several"
	}},
	{"/visit", func(_ http.ResponseWriter, r *http.Request) { visit(r.URL.Path) }},
	{"/page", showPage},
}

func visit(path string) {
	visits[path]++ // want "concurrent-map-access: write of map visits runs in several"
}

func showPage(_ http.ResponseWriter, r *http.Request) {
	pages[r.URL.Path] = r.Method // want "unguarded-shared-map: write of map pages without a lock, but showPage is a handler"
}

// So are those that variables are declared with, once they are used.
var title = func(_ http.ResponseWriter, r *http.Request) {
	titles[r.URL.Path] = r.Method // want "unguarded-shared-map: write of map titles without a lock, but title is a handler"
}

func serve() { http.HandleFunc("/title", title) }

// What is done to compute an initial value is done before anybody else is there.
var _ = fill("bolts", 3)

var shelves = func() map[string]int {
	stock["screws"] = 1
	return stock
}()

func fill(name string, count int) int {
	stock[name] = count
	return count
}

func stocked(_ http.ResponseWriter, r *http.Request) { _ = stock[r.URL.Path] + shelves[r.URL.Path] }

func serveStock() { http.HandleFunc("/stock", stocked) }

// Who calls the functions of a table is not known: it may be the goroutine that uses the map itself.
var commands = map[string]func(string){
	"add":    func(name string) { known[name] = true },
	"forget": forget,
	"list":   func(string) { list() },
}

func forget(name string) { delete(known, name) }

func list() {
	for name := range known {
		println(name)
	}
}

func run(lines <-chan string) {
	for line := range lines {
		known[line] = false
		commands[line](line)
	}
}

func start(lines <-chan string) { go run(lines) }

// The other functions of a variable are called by whoever calls the variable.
var queue = func(name string) { queued[name]++ }

func drain(lines <-chan string) {
	for line := range lines {
		queue(line)
	}
}

func startDraining(lines <-chan string) { go drain(lines) }

// It is the same with a conversion, in which a literal stands.
var paint = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
	colors[r.URL.Path]++ // want "concurrent-map-access: write of map colors runs in several"
})
