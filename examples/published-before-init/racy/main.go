// A house opens a room and lets it be found before its map of members is filled.
package main

import (
	"fmt"
	"sync"
)

// Room has members.
type Room struct {
	members map[string]bool
}

// House finds rooms by name.
type House struct {
	mu    sync.Mutex
	rooms map[string]*Room
}

// Open makes a room. From the unlock on others can find it, while its owner is
// still being entered.
func (h *House) Open(name, owner string) {
	room := &Room{members: make(map[string]bool)}
	h.mu.Lock()
	h.rooms[name] = room
	h.mu.Unlock()
	room.members[owner] = true
}

// Members counts who is in a room.
func (h *House) Members(name string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	room, ok := h.rooms[name]
	if !ok {
		return 0
	}
	count := 0
	for range room.members {
		count++
	}
	return count
}

func main() {
	house := &House{rooms: make(map[string]*Room)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		house.Open("kitchen", "gopher")
	}()
	fmt.Println("members:", house.Members("kitchen"))
	<-done
}
