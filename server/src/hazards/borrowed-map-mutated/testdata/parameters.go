// Structs as parameters: the maps in them are the callers', who may have no other use for them.
package p

import (
	"encoding/json"
	"maps"
)

type options struct {
	image string
	env   map[string]string
}

type builder struct {
	base  options
	known map[string]options
	all   []options
}

// withImage is given the options of a builder, which gives them to the next caller as well.
func withImage(o options, image string) options {
	o.image = image
	o.env["IMAGE"] = image // want "borrowed-map-mutated: write of map o.env, which the caller has, too"
	return o
}

func (b *builder) Build(image string) options { return withImage(b.base, image) }

// withName is given a copy of an entry.
func withName(o options, name string) options {
	o.image = name
	o.env["NAME"] = name // want "borrowed-map-mutated: write of map o.env, which the caller has, too"
	return o
}

func (b *builder) Named(name string) options {
	o := b.known[name]
	return withName(o, name)
}

// withMode is given a copy that has got a map of its own.
func withMode(o options, mode string) options {
	o.image = mode
	o.env["MODE"] = mode
	return o
}

func (b *builder) Moded(name, mode string) options {
	o := b.known[name]
	o.env = maps.Clone(o.env)
	return withMode(o, mode)
}

// withDefaults takes the place of what it was given, as append does.
func withDefaults(o options) options {
	o.image = "default"
	o.env["MODE"] = "default"
	return o
}

func (b *builder) SetDefaults() {
	b.base = withDefaults(b.base)
	for i, o := range b.all {
		b.all[i] = withDefaults(o)
	}
}

// resolved is given what was read for it alone.
func resolved(o options) options {
	o.image = "resolved"
	o.env["MODE"] = "resolved"
	return o
}

func (b *builder) Read(data []byte) (options, error) {
	var o options
	if err := json.Unmarshal(data, &o); err != nil {
		return o, err
	}
	return resolved(o), nil
}

type request struct {
	options options
}

func (b *builder) Answer(r *request) options { return resolved(r.options) }

// Exported has callers elsewhere, of whom nothing is known.
func Exported(o options) options {
	o.image = "exported"
	o.env["MODE"] = "exported"
	return o
}
