// To delete from a map that is always empty changes nothing.
package p

import "net/http"

var pending = make(map[string]string)

var finished = make(map[string]string)

var known = map[string]string{"a": "b"}

func Forget(w http.ResponseWriter, r *http.Request) {
	if _, ok := pending[r.URL.Path]; ok {
		delete(pending, r.URL.Path)
	}
}

func Finish(w http.ResponseWriter, r *http.Request) {
	finished[r.URL.Path] = "x" // want "unguarded-shared-map: write of map finished"
}

func Drop(w http.ResponseWriter, r *http.Request) {
	delete(known, r.URL.Path) // want "unguarded-shared-map: delete of map known"
}
