package p

// scenario: finding

import "net/http"

type visitors struct {
	seen map[string]int
}

func (v *visitors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.seen[r.URL.Path]++
}
