// A buffer that is put back where it was holds nothing that could be lost; a list does.
package p

import "sync"

type channel struct {
	mu      sync.Mutex
	buffers map[int][]byte
	queues  map[int][]int
	out     chan []byte
}

func (c *channel) Write(code, size int) {
	c.mu.Lock()
	packet := c.buffers[code]
	c.mu.Unlock()
	if cap(packet) < size {
		packet = make([]byte, size)
	} else {
		packet = packet[:size]
	}
	packet[0] = byte(code)
	c.out <- packet
	c.mu.Lock()
	c.buffers[code] = packet
	c.mu.Unlock()
}

func (c *channel) Pop(code int) {
	c.mu.Lock()
	queue := c.queues[code]
	c.mu.Unlock()
	if len(queue) == 0 {
		return
	}
	c.out <- []byte{byte(queue[0])}
	queue = queue[1:]
	c.mu.Lock()
	c.queues[code] = queue // want "check-then-act[hint]: map channel.queues is updated at code from what was read"
	c.mu.Unlock()
}
