// A web server counts its visitors in a map, under a lock: net/http runs every
// request in a goroutine of its own, so the handler runs beside itself.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
)

// Visitors counts requests by path.
type Visitors struct {
	mu   sync.Mutex
	seen map[string]int
}

// ServeHTTP counts a request. It holds the lock for the map alone, not while it
// writes to the client, who may be slow.
func (v *Visitors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	v.seen[r.URL.Path]++
	n := v.seen[r.URL.Path]
	v.mu.Unlock()
	fmt.Fprintf(w, "visit %d of %s\n", n, r.URL.Path)
}

func main() {
	server := httptest.NewServer(&Visitors{seen: make(map[string]int)})
	defer server.Close()
	var clients sync.WaitGroup
	for i := 0; i < 8; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			for visit := 0; visit < 50; visit++ {
				response, err := http.Get(server.URL + "/home")
				if err != nil {
					fmt.Println(err)
					return
				}
				response.Body.Close()
			}
		}()
	}
	clients.Wait()
	fmt.Println("served")
}
