package p

import (
	"fmt"
	"net/http"
	"sync"
)

// A function literal that handlers and goroutines call makes what it declares anew for each call.
func newForEachCall(mux *http.ServeMux, names []string) {
	index := func() map[string]int {
		result := map[string]int{}
		for i, name := range names {
			result[name] = i
		}
		return result
	}
	mux.HandleFunc("/first", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, index()["a"])
	})
	mux.HandleFunc("/all", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, index())
	})
	fmt.Println(len(index()))
}

// What stands outside of the literal is one for all calls.
func oneForEveryCall(mux *http.ServeMux, names []string) {
	result := map[string]int{}
	index := func() map[string]int {
		for i, name := range names {
			result[name] = i // want "concurrent-map-access: write of map result runs in several goroutines at once"
		}
		return result
	}
	mux.HandleFunc("/first", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, index()["a"])
	})
}

// A literal in a literal: the map belongs to the call of the outer one, which two goroutines make.
func newForEachOuterCall(names []string) {
	count := func() int {
		seen := map[string]int{}
		add := func(name string) {
			seen[name]++
		}
		for _, name := range names {
			add(name)
		}
		return len(seen)
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			fmt.Println(count())
		}()
	}
	wg.Wait()
}

// The goroutines of one call meet in it, also where a literal outside of it is what they run.
func metInOneCall(names []string) {
	fill := func(m map[string]int, name string) {
		m[name]++ // want "concurrent-map-access: write of map seen runs in several goroutines at once"
	}
	count := func() {
		seen := map[string]int{}
		var wg sync.WaitGroup
		for _, name := range names {
			wg.Add(1)
			go func() {
				defer wg.Done()
				fill(seen, name)
			}()
		}
		wg.Wait()
	}
	go count()
	count()
}

// The caller of the literal writes while the goroutine that this call has started does.
func metWithTheCaller(names []string) {
	count := func() {
		seen := map[string]int{}
		go func() {
			for i := range 3 {
				seen[names[i]]++ // want "concurrent-map-access: write of map seen runs at the same time as write"
			}
		}()
		seen["all"] = len(names)
	}
	go func() {
		count()
	}()
}

type query struct{ words map[string]int }

func newQuery(r *http.Request) *query {
	return &query{words: map[string]int{r.URL.Path: 0}}
}

// A request has an object of its own, and is through when it has started its goroutine.
func startsOrAnswers(mux *http.ServeMux) {
	mux.HandleFunc("/words", func(w http.ResponseWriter, r *http.Request) {
		asked := newQuery(r)
		later := r.Method == http.MethodPost
		if later {
			go func() { asked.words["later"]++ }()
			w.WriteHeader(http.StatusAccepted)
			return
		}
		asked.words["now"]++
		fmt.Fprint(w, asked.words)
	})
}

// A request goes on beside the goroutine that it has started.
func startsAndAnswers(mux *http.ServeMux) {
	mux.HandleFunc("/words", func(w http.ResponseWriter, r *http.Request) {
		asked := newQuery(r)
		later := r.Method == http.MethodPost
		if later {
			go func() { asked.words["later"]++ }() // want "concurrent-map-access: write of map query.words runs at the same time as write"
			w.WriteHeader(http.StatusAccepted)
		}
		asked.words["now"]++
	})
}

// One object for all requests.
func startsForAll(mux *http.ServeMux, asked *query) {
	mux.HandleFunc("/words", func(w http.ResponseWriter, r *http.Request) {
		later := r.Method == http.MethodPost
		if later {
			go func() { asked.words["later"]++ }() // want "concurrent-map-access: write of map query.words runs at the same time as write"
			w.WriteHeader(http.StatusAccepted)
			return
		}
		asked.words["now"]++ // want "concurrent-map-access: write of map query.words runs"
	})
}
