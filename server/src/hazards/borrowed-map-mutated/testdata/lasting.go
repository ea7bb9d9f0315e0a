// What a field was given is there until its branch returns, or until it is given something else.
package p

type page struct {
	args    map[string]string
	headers map[string]string
}

type dump struct {
	from  page
	names []string
}

// The branch that shares the map returns at once; the others have one of their own.
func (d *dump) FilterArgs(out *page) error {
	if len(d.names) == 0 {
		out.args = d.from.args
		return nil
	}
	out.args = make(map[string]string)
	for _, name := range d.names {
		out.args[name] = d.from.args[name]
	}
	return nil
}

// The same where the object is held by another one.
func (d *dump) FilterHeaders(out *page) error {
	switch {
	case len(d.names) == 0:
		out.headers = d.from.headers
		return nil
	case len(d.names) == 1:
		out.headers = map[string]string{}
	default:
		out.headers = make(map[string]string, len(d.names))
	}
	for _, name := range d.names {
		out.headers[name] = d.from.headers[name]
	}
	return nil
}

// Nothing is made anew for some of the pages.
func (d *dump) FilterSome(out *page) {
	out.args = d.from.args
	if len(d.names) == 0 {
		out.args = make(map[string]string)
	}
	for _, name := range d.names {
		out.args[name] = "" // want "borrowed-map-mutated: write of map out.args, which is the same map as d.from.args"
	}
}

// The map is made where it is used.
func (d *dump) FilterWithin(out *page) {
	out.args = d.from.args
	if len(d.names) > 0 {
		out.args = make(map[string]string)
		out.args[d.names[0]] = ""
	}
}

// Each way gives another map.
func (d *dump) FilterEither(out *page) {
	out.args = d.from.args
	if len(d.names) > 0 {
		out.args = make(map[string]string)
	} else {
		out.args = map[string]string{}
	}
	out.args["all"] = ""
}

// The object is another one by then.
func (d *dump) FilterNext(out *page) *page {
	out.args = d.from.args
	out = &page{args: map[string]string{}}
	out.args["all"] = ""
	return out
}

// Not each way returns.
func (d *dump) FilterMost(out *page) {
	if len(d.names) > 0 {
		out.args = d.from.args
		if len(d.names) > 3 {
			return
		}
	}
	out.args["all"] = "" // want "borrowed-map-mutated: write of map out.args, which is the same map as d.from.args"
}

// The loop is left before the return.
func (d *dump) FilterLast(out *page) {
	for _, name := range d.names {
		if name == "" {
			out.args = d.from.args
			break
		}
		return
	}
	out.args["all"] = "" // want "borrowed-map-mutated: write of map out.args, which is the same map as d.from.args"
}
