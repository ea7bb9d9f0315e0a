package p

var ages = map[string]int{"ann": 1}

func run() int {
	go func() { ages["bob"] = 2 }()
	return ages["ann"]
}
