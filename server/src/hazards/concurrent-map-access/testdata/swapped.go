package swapped

type client struct {
	tapped map[string]int
	taps   chan string
}

// run hands the old map over, and goes on with a new one.
func (c *client) run(tick chan bool) {
	for {
		select {
		case url := <-c.taps:
			c.tapped[url]++
		case <-tick:
			urls := c.tapped
			c.tapped = make(map[string]int)
			go send(urls)
		}
	}
}

// keep goes on with the map that it handed over.
func (c *client) keep(tick chan bool) {
	for {
		select {
		case url := <-c.taps:
			c.tapped[url]++
		case <-tick:
			urls := c.tapped
			go flush(urls)
		}
	}
}

func send(urls map[string]int) {
	for url := range urls {
		println(url)
	}
}

func flush(urls map[string]int) {
	clear(urls) // want "concurrent-map-access: "
}
