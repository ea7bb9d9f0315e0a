package p

var table map[string]int

func lookup(k string) int {
	if table == nil {
		table = make(map[string]int)
		table["x"] = 1
	}
	return table[k]
}

func run() {
	go lookup("x")
	go lookup("x")
}
