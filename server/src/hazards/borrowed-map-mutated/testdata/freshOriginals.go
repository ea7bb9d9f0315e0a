// A copy of what the callers have just made: they have no other use for the original.
package p

import "encoding/json"

type settings struct {
	file string
	urls map[string]string
}

func readSettings(file string, data []byte) (*settings, error) {
	s, err := parseSettings(data)
	if err != nil {
		return nil, err
	}
	return qualified(file, s), nil
}

func parseSettings(data []byte) (*settings, error) {
	s := new(settings)
	if err := json.Unmarshal(data, &s.urls); err != nil {
		return nil, err
	}
	return s, nil
}

func qualified(file string, s *settings) *settings {
	q := *s
	q.file = file
	for name, url := range s.urls {
		q.urls[name] = file + url
	}
	return &q
}

var current = &settings{urls: map[string]string{}}

func Read(file string, data []byte) (*settings, error) { return readSettings(file, data) }

func Moved(file string) *settings { return moved(file, current) }

func moved(file string, s *settings) *settings {
	q := *s
	q.file = file
	for name, url := range s.urls {
		q.urls[name] = file + url // want "borrowed-map-mutated: write of map q.urls, which q shares with"
	}
	return &q
}
