package p

import (
	"sync"

	"k8s.io/client-go/tools/cache"
)

// Shards is filled by one informer, whose handlers are called one after the other.
type Shards struct {
	mu     sync.Mutex
	shards map[string]any
}

func (s *Shards) watch(informer cache.SharedInformer) error {
	return informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    s.AddShard,
		UpdateFunc: func(_, shard any) { s.AddShard(shard) },
		DeleteFunc: s.DeleteShard,
	})
}

// AddShard is told of a new shard.
func (s *Shards) AddShard(shard any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shards[shard.(string)] = shard
}

// DeleteShard is told of a shard that is gone.
func (s *Shards) DeleteShard(shard any) {
	if _, ok := s.shards[shard.(string)]; ok {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.shards, shard.(string))
	}
}

// Names lists the shards while the informer runs.
func (s *Shards) Names() (names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.shards {
		names = append(names, name)
	}
	return names
}

// Places is filled by two informers: each has a goroutine of its own.
type Places struct {
	mu     sync.Mutex
	places map[string]any
}

func (p *Places) watch(pods, nodes cache.SharedInformer) error {
	err := pods.AddEventHandler(cache.FilteringResourceEventHandler{
		FilterFunc: func(obj any) bool { return obj != nil },
		Handler: cache.ResourceEventHandlerFuncs{
			AddFunc:    p.addPod,
			DeleteFunc: p.deletePod,
		},
	})
	if err != nil {
		return err
	}
	return nodes.AddEventHandler(&cache.ResourceEventHandlerFuncs{DeleteFunc: p.deleteNode})
}

func (p *Places) addPod(pod any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.places[pod.(string)] = pod
}

func (p *Places) deletePod(pod any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.places, pod.(string))
}

func (p *Places) deleteNode(node any) {
	for name := range p.places { // want "inconsistent-guard: iteration of map Places.places without mu"
		if name == node {
			p.deletePod(name)
		}
	}
}

// Kinds is filled by an informer of each kind.
type Kinds struct {
	mu    sync.Mutex
	kinds map[string]any
}

func (k *Kinds) watch(informers []cache.SharedInformer) {
	for _, informer := range informers {
		_ = informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    k.add,
			DeleteFunc: k.delete,
		})
	}
}

func (k *Kinds) add(obj any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kinds[obj.(string)] = obj
}

func (k *Kinds) delete(obj any) {
	if _, ok := k.kinds[obj.(string)]; !ok { // want "inconsistent-guard: read of map Kinds.kinds without mu"
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.kinds, obj.(string))
}
