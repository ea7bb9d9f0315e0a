// What the found entry does may fail: that is no refusal.
package p

import (
	"errors"
	"fmt"
	"sync"
)

var errTaken = errors.New("taken")

type decoder struct {
	decode func(string) error
}

type codecs struct {
	mu    sync.RWMutex
	byKey map[string]*decoder
	known sync.Map
	names sync.Map
}

// Decode uses the decoder that it found; two equal ones do no harm.
func (c *codecs) Decode(key, text string) error {
	found, ok := c.known.Load(key)
	if ok {
		dec := found.(decoder)
		return dec.decode(text)
	}
	dec := decoder{decode: func(string) error { return nil }}
	c.known.Store(key, dec)
	return dec.decode(text)
}

// Read does so with a lock.
func (c *codecs) Read(key, text string) error {
	c.mu.RLock()
	found := c.byKey[key]
	c.mu.RUnlock()
	if found != nil {
		err := found.decode(text)
		return err
	}
	made := &decoder{}
	c.mu.Lock()
	c.byKey[key] = made
	c.mu.Unlock()
	return nil
}

// Name refuses a second owner, whatever it tells of the first one.
func (c *codecs) Name(key, owner string) error {
	found, ok := c.names.Load(key)
	if ok {
		first := found.(string)
		fmt.Println("taken by", first)
		return errTaken
	}
	c.names.Store(key, owner) // want "check-then-act[hint]: map codecs.names is checked for key by Load, then stored: .*, not refused"
	return nil
}
