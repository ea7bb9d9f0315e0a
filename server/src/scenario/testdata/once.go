package p

import "sync"

var (
	once   sync.Once
	config map[string]string
)

func load() {
	config = make(map[string]string)
	config["a"] = "b"
}

func get() string {
	once.Do(load)
	return config["a"]
}

func run() {
	go get()
	get()
}
