package p

func run() {
	jobs := make(chan map[string]int)
	go func() {
		for m := range jobs {
			m["seen"]++
		}
	}()
	a := map[string]int{}
	jobs <- a
	a["late"] = 1
	close(jobs)
}
