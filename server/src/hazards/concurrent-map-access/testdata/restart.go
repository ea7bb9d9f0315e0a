// A goroutine that is started anew when the last one has ended makes the map anew, too.
package p

import "sync"

type consumer struct {
	wg         sync.WaitGroup
	deliveries map[int]string
}

func (c *consumer) Start(messages, closed chan string) {
	c.wg.Add(1)
	go func() {
		defer c.wg.Done()
		c.process(messages)
	}()
	go func() {
		for range closed {
			c.wg.Add(1)
			go func() {
				defer c.wg.Done()
				c.process(messages)
			}()
		}
	}()
}

func (c *consumer) process(messages chan string) {
	c.deliveries = make(map[int]string)
	for message := range messages {
		c.deliveries[len(message)] = message
		c.delivered(len(message))
	}
}

func (c *consumer) delivered(id int) { delete(c.deliveries, id) }
