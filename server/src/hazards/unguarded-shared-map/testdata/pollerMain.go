// A program that starts loops and goes on with the objects they use.
package main

import "time"

type counter struct {
	seen map[string]int
}

func newCounter() *counter { return &counter{seen: map[string]int{}} }

func (c *counter) start() { go c.loop() }

func (c *counter) loop() {
	for {
		time.Sleep(time.Second)
		c.seen["x"]++ // want "unguarded-shared-map: write of map counter.seen without a lock, but \(\*counter\).start leaves"
	}
}

func (c *counter) count(name string) int { return c.seen[name] }

// A constructor may start the loop.
type reader struct{ lines map[string]int }

func newReader() *reader {
	r := &reader{lines: map[string]int{}}
	go r.loop()
	return r
}

func (r *reader) loop() {
	for {
		time.Sleep(time.Second)
		r.lines["x"]++ // want "unguarded-shared-map: write of map reader.lines without a lock, but newReader leaves"
	}
}

func (r *reader) get() int { return r.lines["x"] }

// The loop may be the one that reads.
type printer struct{ texts map[string]string }

func (p *printer) start() {
	go func() {
		for range time.Tick(time.Second) {
			println(p.texts["x"])
		}
	}()
}

func (p *printer) put(name string) {
	p.texts[name] = name // want "unguarded-shared-map: write of map printer.texts without a lock, but \(\*printer\).start leaves"
}

// Before it is started, an object is its maker's own.
type table struct{ rows map[string]int }

func (t *table) fill(name string) { t.rows[name] = 1 }

func (t *table) start() {
	go func() {
		for range time.Tick(time.Second) {
			t.rows["ticks"]++
		}
	}()
}

// A goroutine that ends is waited for.
type job struct {
	done chan struct{}
	out  map[string]int
}

func (j *job) start() {
	go func() {
		j.out["x"] = 1
		close(j.done)
	}()
}

func (j *job) result() int { return j.out["x"] }

// What main writes before anything starts the loop is there before it.
var names, titles, tags = map[string]string{}, map[string]string{}, map[string]string{}

type hub struct{ topics chan string }

func newHub() *hub {
	h := &hub{topics: make(chan string)}
	go h.run()
	return h
}

func (h *hub) run() {
	for topic := range h.topics {
		go h.serve(topic)
	}
}

func (h *hub) serve(topic string) {
	for {
		time.Sleep(time.Second)
		println(names[topic], titles[topic], tags[topic])
	}
}

func enlist(name string) { names[name] = name }

func tag(name string) {
	tags[name] = name // want "unguarded-shared-map: write of map tags without a lock, but \(\*hub\).run leaves"
}

func main() {
	names["a"] = "A"
	enlist("b")
	tag("a")
	h := newHub()
	titles["a"] = "A" // want "unguarded-shared-map: write of map titles without a lock, but \(\*hub\).run leaves"
	tag("b")
	h.topics <- "a"
	c := newCounter()
	c.start()
	println(c.count("a"))
	println(newReader().get())
	p := &printer{texts: map[string]string{}}
	p.start()
	p.put("x")
	t := &table{rows: map[string]int{}}
	t.fill("a")
	t.start()
	j := &job{done: make(chan struct{}), out: map[string]int{}}
	j.start()
	<-j.done
	println(j.result())
}
