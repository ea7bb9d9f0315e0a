package p

import (
	"fmt"
	"net/http"
	"net/http/httptest"
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

var calls map[string]int

func initCalls(names []string) {
	calls = make(map[string]int)
	for _, name := range names {
		calls[name] = 0
	}
}

// The entries are made after the handler was registered, and before anybody gets what serves it.
func newServer(names []string) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, calls[r.URL.Path])
	})
	initCalls(names)
	return &http.Server{Handler: mux}
}

// Extend makes an entry while the server that it started calls the handler.
func Extend(c *counter) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, c.seen[r.URL.Path])
	})
	go http.ListenAndServe(":8080", mux)
	c.seen["/"] = 1 // want "concurrent-map-access[warning]: write of map counter.seen"
}

type server struct{ handler http.Handler }

// Start serves in a goroutine of its own.
func (s *server) Start() {
	go func() { _ = http.ListenAndServe(":8080", s.handler) }()
}

func extendStarted(c *counter) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, c.calls[r.URL.Path])
	})
	s := &server{mux}
	s.Start()
	c.calls["/"] = 1 // want "concurrent-map-access[warning]: write of map counter.calls"
}

func extendServed(names map[string]int) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, names[r.URL.Path])
	}))
	defer s.Close()
	names["/"] = 1 // want "concurrent-map-access[warning]: write of map names"
}
