// Branches that are never taken: what is asked there has one answer.
package p

import "sync"

// Fill does not do it in parallel yet, whatever its caller wants.
func Fill(keys []string, parallel bool) map[string]int {
	parallel = false
	m := map[string]int{}
	var wg sync.WaitGroup
	for _, k := range keys {
		if parallel {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m[k]++
			}()
		} else {
			m[k]++
		}
	}
	wg.Wait()
	return m
}

// FillBeside does.
func FillBeside(keys []string, alone bool) map[string]int {
	alone = false
	m := map[string]int{}
	var wg sync.WaitGroup
	for _, k := range keys {
		if !alone {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m[k]++ // want "concurrent-map-access: write of map m"
			}()
		}
	}
	wg.Wait()
	return m
}

// FillLater is told so later on.
func FillLater(keys []string) map[string]int {
	parallel := false
	m := map[string]int{}
	var wg sync.WaitGroup
	for i, k := range keys {
		if i > 100 {
			parallel = true
		}
		if parallel {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m[k]++ // want "concurrent-map-access: write of map m"
			}()
		}
	}
	wg.Wait()
	return m
}

// FillAsAsked looks at what it was given before it changes that.
func FillAsAsked(keys []string, parallel bool) map[string]int {
	m := map[string]int{}
	var wg sync.WaitGroup
	if parallel {
		for _, k := range keys {
			wg.Add(1)
			go func() {
				defer wg.Done()
				m[k]++ // want "concurrent-map-access: write of map m"
			}()
		}
	}
	parallel = false
	wg.Wait()
	return m
}

// FillNever is switched off.
func FillNever(keys []string) map[string]int {
	m := map[string]int{}
	for _, k := range keys {
		if false {
			go func() { m[k]++ }()
		}
	}
	return m
}
