package syncmap

import "sync"

type Map = sync.Map
