package p

import (
	"fmt"
	"net/http"
)

type counter struct {
	calls map[string]int
	seen  map[string]int
}

// Setup makes the map after the handler that uses it was registered: no server runs yet.
func (c *counter) Setup() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, c.calls[r.URL.Path])
	})
	c.calls = make(map[string]int)
	return mux
}

// Restart makes the map while the server that it started may call the handler.
func (c *counter) Restart() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, c.seen[r.URL.Path])
	})
	go http.ListenAndServe(":8080", mux)
	c.seen = make(map[string]int) // want "concurrent-map-access[warning]: reassignment of map counter.seen"
}
