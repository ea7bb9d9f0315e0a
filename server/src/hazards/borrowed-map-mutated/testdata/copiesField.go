package p

type group struct {
	peers []string
}

type assignment struct {
	group     *group
	consumers map[string]int
}

// copyGroup gives an assignment with a group of its own; the rest is the original's.
func (a *assignment) copyGroup() *assignment {
	other, g := *a, *a.group
	other.group = &g
	return &other
}

// copyAll says that all is copied, and is not.
func (a *assignment) copyAll() *assignment {
	other, g := *a, *a.group
	other.group = &g
	return &other // want "borrowed-map-mutated: what .*copyAll copies shares map assignment.consumers"
}

func (a *assignment) Add(name string) {
	a.consumers[name]++
}
