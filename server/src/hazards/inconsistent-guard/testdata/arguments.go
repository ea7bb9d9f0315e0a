// Maps that are looked up for a call whose function takes the lock only then.
package p

import "sync"

type names struct {
	v4, v6 map[string]string
}

type hosts struct {
	sync.RWMutex
	table  *names
	inline *names
	extra  map[string]string
}

func newHosts() *hosts {
	h := &hosts{}
	h.inline = &names{v4: map[string]string{}, v6: map[string]string{}}
	return h
}

// Reload puts a new table in the place of the old one.
func (h *hosts) Reload(table *names, extra map[string]string) {
	h.Lock()
	h.table = table
	h.extra = extra
	h.Unlock()
}

func (h *hosts) lookup(host string, given, inline map[string]string) string {
	h.RLock()
	defer h.RUnlock()
	if found := given[host]; found != "" {
		return found
	}
	return inline[host]
}

// LookupV4 reads h.table before lookup has the lock; h.inline never changes.
func (h *hosts) LookupV4(host string) string {
	return h.lookup(host, h.table.v4, h.inline.v4) // want "inconsistent-guard: map names.v4 is looked up for lookup before lookup takes RWMutex"
}

// LookupExtra does the same with a map of its own.
func (h *hosts) LookupExtra(host string) string {
	return h.lookup(host, h.extra, h.inline.v4) // want "inconsistent-guard: map hosts.extra is looked up for lookup before lookup takes RWMutex"
}

// LookupTwice has one finding for the call.
func (h *hosts) LookupTwice(host string) string {
	return h.lookup(host, h.table.v4, h.table.v6) // want "inconsistent-guard: map names.v4 is looked up for lookup before lookup takes RWMutex"
}

func find(host string, given map[string]string) string {
	return given[host]
}

// LookupV6 holds the lock from the start.
func (h *hosts) LookupV6(host string) string {
	h.RLock()
	defer h.RUnlock()
	return find(host, h.table.v6)
}

// Inline looks into what nobody replaces.
func (h *hosts) Inline(host string) string {
	return h.lookup(host, h.inline.v6, h.inline.v4)
}

// findLocked is called under the lock.
func (h *hosts) findLocked(host string) string {
	return find(host, h.table.v4)
}

func (h *hosts) Find(host string) string {
	h.RLock()
	defer h.RUnlock()
	return h.findLocked(host)
}
