// Methods named as those of sync.Map promise to look and change in one step.
package p

import "sync"

// Instances has one value for each key.
type Instances[K comparable, V any] struct {
	made map[K]V
}

// LoadOrStore gives the value of a key, and makes it when there is none.
func (i *Instances[K, V]) LoadOrStore(key K, create func() V) V {
	if v, ok := i.made[key]; ok {
		return v
	}
	v := create()
	i.made[key] = v // want "unguarded-shared-map[hint]: write of map Instances.made without a lock, but \(\*Instances\).LoadOrStore is named as"
	return v
}

// Len only reads.
func (i *Instances[K, V]) Len() int { return len(i.made) }

// locked keeps the promise.
type locked struct {
	mu   sync.Mutex
	made map[string]int
}

// LoadOrStore holds the lock.
func (l *locked) LoadOrStore(key string, value int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok := l.made[key]; ok {
		return v
	}
	l.made[key] = value
	return value
}

// interned promises nothing.
type interned struct{ ids map[string]int }

// ID gives a name its number.
func (i *interned) ID(name string) int {
	if id, ok := i.ids[name]; ok {
		return id
	}
	i.ids[name] = len(i.ids)
	return i.ids[name]
}
