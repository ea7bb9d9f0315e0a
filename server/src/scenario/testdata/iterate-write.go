package p

import "fmt"

func run() {
	m := map[int]string{1: "a", 2: "b"}
	go func() {
		for k, v := range m {
			fmt.Println(k, v)
		}
	}()
	m[3] = "c"
}
