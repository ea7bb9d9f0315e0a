// Structs that a function gets as copies: a field that is assigned a new map is its own from then on.
package p

import "maps"

type request struct {
	name    string
	options map[string]string
}

var last request

func (r request) fill(given map[string]string) {
	r.options = make(map[string]string)
	for k, v := range given {
		r.options[k] = v
	}
}

func filledBeside(r request, given map[string]string) {
	for range 2 {
		go r.fill(given)
	}
}

func (r request) fillSome() {
	if r.name == "" {
		r.options = map[string]string{}
	}
	r.options["a"] = r.name // want "concurrent-map-access: write of map request.options runs in several"
}

func someFilledBeside(r request) {
	for range 2 {
		go r.fillSome()
	}
}

func (r request) fillAnother(other request) {
	r.options = map[string]string{}
	r = other
	r.options["a"] = r.name // want "concurrent-map-access: write of map request.options runs in several"
}

func anotherFilledBeside(r request) {
	for range 2 {
		go r.fillAnother(r)
	}
}

func (r *request) fillShared() {
	r.options = map[string]string{} // want "concurrent-map-access: reassignment of map request.options .*read in sharedBeside"
	r.options["a"] = r.name         // want "concurrent-map-access: write of map request.options .*read in sharedBeside"
}

func sharedBeside(r *request) string {
	go r.fillShared()
	return r.options["a"]
}

// What is captured is shared again.
func captured(r request) {
	r.options = map[string]string{}
	for range 2 {
		go func() {
			r.options["a"] = r.name // want "concurrent-map-access: write of map request.options runs in several"
		}()
	}
}

func renewedParameter(counts map[string]int) {
	counts = maps.Clone(counts)
	counts["a"]++
}

func newParameter(counts map[string]int) {
	counts = map[string]int{}
	counts["a"]++
}

func parametersBeside(counts map[string]int) {
	for range 2 {
		go renewedParameter(counts)
		go newParameter(counts)
	}
}

// Keep puts the map where others find it.
func (r request) Keep(k string) {
	r.options = map[string]string{}
	last = r
	r.options[k] = k
}
