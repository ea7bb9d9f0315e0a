package p

var limits = map[string]int{"a": 1}

func run(k string) {
	go func() { println(limits[k]) }()
	println(limits[k])
}
