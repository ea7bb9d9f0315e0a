// Load and Store of one key where nothing is lost, and where something is.
package p

import (
	"errors"
	"os"
	"strings"
	"sync"
)

var errForgotten = errors.New("forgotten already")

type hosts struct {
	addresses sync.Map
	forgotten sync.Map
	seen      sync.Map
}

// Look fills the list anew where there is none: both who do so store the same.
func (h *hosts) Look(host string) []string {
	var list []string
	if known, ok := h.addresses.Load(host); ok {
		list = known.([]string)
	} else {
		for _, each := range strings.Split(host, ".") {
			list = append(list, each)
		}
		h.addresses.Store(host, list)
	}
	return list
}

// Add appends to what it found.
func (h *hosts) Add(host, address string) {
	var list []string
	if known, ok := h.addresses.Load(host); ok {
		list = known.([]string)
	}
	list = append(list, address)
	h.addresses.Store(host, list) // want "check-then-act[hint]: map hosts.addresses is updated at host by Load and Store"
}

// Forget notes that the file was removed, which one of two who come together does.
func (h *hosts) Forget(file string) error {
	if _, ok := h.forgotten.Load(file); ok {
		return errForgotten
	}
	removed, err := remove(file)
	if removed {
		h.forgotten.Store(file, struct{}{})
	}
	return err
}

func remove(file string) (bool, error) {
	err := os.Remove(file)
	return err == nil, err
}

// Accept lets both in who come together.
func (h *hosts) Accept(number string) error {
	if _, ok := h.seen.Load(number); ok {
		return errForgotten
	}
	h.seen.Store(number, struct{}{}) // want "check-then-act[hint]: map hosts.seen is checked for number by Load, then stored"
	return nil
}
