/** For tests only: a Go text that has every construct of the language, as far as syntax goes. */
export const GO_TEXT = `// Package p has everything.
package p

import (
	"fmt"
	. "math"
	_ "unsafe"
	str "strings"
)

// T is documented.
type T[K comparable, V ~int | ~string] struct {
	mu    sync.RWMutex // guards items
	items map[K]V      \`json:"items"\`

	// other is alone.
	other, more chan<- func(a, b int, c ...string) (x int, err error)
	*pkg.Embedded
	Generic[int]
}

type (
	A = B[int]
	I interface {
		~int | string
		M(a int) error
		fmt.Stringer
	}
	Arr [len(x)]*[3][]map[string]<-chan int
)

const (
	One = iota // first
	Two

	Three, Four = iota, "x"
)

var a, b = f(), map[string][]int{"x": {1, 2}, "y": nil}
var c struct{} // trailing

// get reads.
func (t *T[K, V]) get(key K) (V, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	v, ok := t.items[key]
	return v, ok
}

func external(int, ...string)

func run[S any](s []S, done <-chan struct{}) (err error) {
	for i := 0; i < 10; i++ {
		go func(n int) { counts[n]++ }(i)
	}
outer:
	for range 3 {
		for k, v := range m {
			if k == "a" {
				continue outer
			} else if x := v[1:2:3]; x != nil {
				goto end
			} else {
				delete(m, k)
			}
		}
	}
	switch x := y.(type) {
	case int, *T[int, string]:
		x.f()
	default:
		break
	}
	switch z := f(); {
	case z > 1 && !ok || -z < ^3:
		fallthrough
	case false:
		z <<= 2
	}
	select {
	case v, ok := <-done:
		_ = v
	case out <- 1:
		close(out)
	case <-time.After(2):
	default:
	}
	p := []T[int, int]{{items: map[int]int{1: 2}}, 3: {}}
	q := (<-chan int)(c)
	r := [...]string{2: 'a', 1i, 0x1p-2}
	w := f[int](x)(y...)
	u := *(*int)(unsafe.Pointer(&p[0].x))
	h := handlers[name](w, func() {})
	n := new(g(1))
	var local, _ map[string]int = make(map[string]int, 3), nil
	type inner struct{ m map[string]int }
	;
end:
}
`;
