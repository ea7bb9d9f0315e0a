package p

import "golang.org/x/sync/errgroup"

var pages = map[string]int{}

// One at a time: the group starts the next function when the one before has ended.
func oneAtATime(names []string) error {
	sizes := map[string]int{}
	var group errgroup.Group
	group.SetLimit(1)
	for _, name := range names {
		group.Go(func() error {
			sizes[name]++
			return nil
		})
	}
	return group.Wait()
}

func oneNamedAtATime() error {
	var group errgroup.Group
	group.SetLimit(1)
	group.Go(countFirst)
	group.Go(countSecond)
	return group.Wait()
}

func countFirst() error {
	pages["first"]++
	return nil
}

func countSecond() error {
	pages["second"]++
	return nil
}

func twoAtATime(names []string) error {
	sizes := map[string]int{}
	var group errgroup.Group
	group.SetLimit(2)
	for _, name := range names {
		group.Go(func() error {
			sizes[name]++ // want "concurrent-map-access: write of map sizes runs in several goroutines"
			return nil
		})
	}
	return group.Wait()
}

// The limit was one for a while only.
func oneThenMore(names []string) error {
	sizes := map[string]int{}
	var group errgroup.Group
	group.SetLimit(1)
	group.SetLimit(len(names))
	for _, name := range names {
		group.Go(func() error {
			sizes[name]++ // want "concurrent-map-access: write of map sizes runs in several goroutines"
			return nil
		})
	}
	return group.Wait()
}

// The goroutines of a group take turns with each other, not with their starter.
func besideTheStarter(names []string) error {
	sizes := map[string]int{}
	var group errgroup.Group
	group.SetLimit(1)
	for _, name := range names {
		group.Go(func() error {
			sizes[name]++
			return nil
		})
		sizes["all"]++ // want "concurrent-map-access: write of map sizes runs at the same time as write in goroutines"
	}
	return group.Wait()
}
