package p

import (
	"fmt"
	"sync"

	lop "github.com/samber/lo/parallel"
)

type pod struct{ labels map[string]string }

// patch calls what it is given at once.
func patch(update func() error) error {
	if err := update(); err != nil {
		return fmt.Errorf("patch: %w", err)
	}
	return nil
}

// A literal that is handed on inside of a goroutine is a part of it: what the goroutine declares is its own.
func objectOfEach(find func(int) *pod, names []string) {
	lop.ForEach(names, func(name string, i int) {
		pod := find(i)
		if len(pod.labels) > 3 {
			return
		}
		_ = patch(func() error {
			pod.labels["index"] = name
			return nil
		})
	})
}

// The object stands outside of the goroutines.
func objectOfAll(find func(int) *pod, names []string) {
	pod := find(0)
	lop.ForEach(names, func(name string, i int) {
		_ = patch(func() error {
			pod.labels["index"] = name // want "concurrent-map-access: write of map pod.labels runs in several goroutines at once"
			return nil
		})
	})
}

// What the goroutine starts itself runs beside the literal that it hands on.
func objectOfTwo(find func(int) *pod, names []string) {
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			pod := find(i)
			go fmt.Println(len(pod.labels), pod.labels["name"])
			go func() {
				fmt.Println(pod.labels["name"])
			}()
			_ = patch(func() error {
				pod.labels["index"] = name // want "concurrent-map-access: write of map pod.labels runs at the same time as read"
				return nil
			})
		}()
	}
	wg.Wait()
}
