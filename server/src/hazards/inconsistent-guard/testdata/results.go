package p

import (
	"encoding/json"
	"errors"
	"sync"
)

type tasks struct {
	sync.RWMutex
	Done map[string]int
}

type report struct {
	Names []string
	Tasks tasks
	Other *tasks
}

type board struct {
	tasks *tasks
}

func (b *board) Finish(name string) {
	b.tasks.Lock()
	defer b.tasks.Unlock()
	b.tasks.Done[name]++
}

func (b *board) Reset(name string) {
	b.tasks.Lock()
	defer b.tasks.Unlock()
	delete(b.tasks.Done, name)
}

func (b *board) Add(name string) {
	b.tasks.Lock()
	defer b.tasks.Unlock()
	if _, ok := b.tasks.Done[name]; !ok {
		b.tasks.Done[name] = 0
	}
}

func (b *board) Each(use func(string, int)) {
	b.tasks.RLock()
	defer b.tasks.RUnlock()
	for name, n := range b.tasks.Done {
		use(name, n)
	}
}

func (b *board) Count(name string) (int, int) {
	b.tasks.RLock()
	defer b.tasks.RUnlock()
	return b.tasks.Done[name], len(b.tasks.Done)
}

func (b *board) encoded() ([]byte, error) {
	b.tasks.RLock()
	defer b.tasks.RUnlock()
	return json.Marshal(b.tasks)
}

// A named result that is given a new object: what lies in it is this call's own.
func (b *board) Report(only string) (rsp *report, err error) {
	if only == "-" {
		err = errors.New("no task")
		return
	}
	rsp = &report{Tasks: tasks{Done: map[string]int{}}}
	data, err := b.encoded()
	if err != nil {
		return
	}
	if only != "" {
		all := tasks{}
		if err = json.Unmarshal(data, &all); err != nil {
			return nil, err
		}
		for name, n := range all.Done {
			if name == only {
				rsp.Tasks.Done[name] = n
			}
		}
		return
	}
	err = json.Unmarshal(data, &rsp.Tasks)
	return rsp, err
}

// The result may be the object that others know.
func (b *board) Current(fresh bool) (rsp *tasks, err error) {
	if fresh {
		rsp = &tasks{Done: map[string]int{}}
	} else {
		rsp = b.tasks
	}
	rsp.Done["current"] = 1 // want "inconsistent-guard: write of map tasks.Done without RWMutex"
	return
}

// A return gives the result another value, which a deferred function still finds there.
func (b *board) Counted(shared bool) (rsp *tasks) {
	rsp = &tasks{Done: map[string]int{}}
	defer func() {
		rsp.Done["counted"]++ // want "inconsistent-guard: write of map tasks.Done without RWMutex"
	}()
	if shared {
		return b.tasks
	}
	return rsp
}

func serve(b *board) {
	go b.Finish("a")
	go b.Reset("a")
	go b.Current(true)
	go b.Counted(true)
	go b.Report("a")
}
