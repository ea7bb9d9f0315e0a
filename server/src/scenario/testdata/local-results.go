package p

import "fmt"

var flag, data int

func run() {
	done := make(chan bool)
	go func() {
		data = 1
		seen := flag
		fmt.Println(seen)
		done <- true
	}()
	flag = 1
	got := data
	<-done
	fmt.Println(got)
}
