package p

import "sync"

func run(urls []string) []string {
	var results []string
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Add(1)
		go func(u string) {
			defer wg.Done()
			results = append(results, u)
		}(url)
	}
	wg.Wait()
	return results
}
