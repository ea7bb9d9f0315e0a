package p

import (
	"fmt"
	"io"
	"strings"
)

// Reading a pipe to its end waits for the one who closes it.
func packed(names []string, out io.Writer) (int, error) {
	found := map[string]bool{}
	defer func() {
		for name := range found {
			fmt.Println(name)
		}
	}()
	r, w := io.Pipe()
	go func() {
		for _, name := range names {
			found[name] = true
			fmt.Fprintln(w, name)
		}
		w.CloseWithError(io.EOF)
	}()
	if _, err := io.Copy(out, r); err != nil {
		panic(err)
	}
	return len(found), nil
}

func read(names []string) ([]byte, error) {
	found := map[string]bool{}
	r, w := io.Pipe()
	go func() {
		defer w.Close()
		for _, name := range names {
			found[name] = true
			fmt.Fprintln(w, name)
		}
	}()
	all, err := io.ReadAll(r)
	found["end"] = true
	return all, err
}

// What is written after the pipe was closed is not waited for.
func writtenLater(names []string, out io.Writer) (int, error) {
	found := map[string]bool{}
	r, w := io.Pipe()
	go func() {
		for _, name := range names {
			fmt.Fprintln(w, name)
		}
		w.Close()
		found["end"] = true // want "concurrent-map-access: write of map found runs at the same time as read"
	}()
	_, err := io.Copy(out, r)
	return len(found), err
}

// A part of what the pipe gives is not its end.
func readPart(names []string, out io.Writer) (int, error) {
	found := map[string]bool{}
	r, w := io.Pipe()
	go func() {
		defer w.Close()
		for _, name := range names {
			found[name] = true // want "concurrent-map-access: write of map found runs at the same time as read"
			fmt.Fprintln(w, name)
		}
	}()
	_, err := io.CopyN(out, r, 10)
	return len(found), err
}

// Another reader than the one of the pipe.
func readOther(names []string, out io.Writer) (int, error) {
	found := map[string]bool{}
	r, w := io.Pipe()
	go func() {
		defer w.Close()
		for _, name := range names {
			found[name] = true // want "concurrent-map-access: write of map found runs at the same time as read"
			fmt.Fprintln(w, name)
		}
	}()
	defer r.Close()
	_, err := io.Copy(out, strings.NewReader("head"))
	return len(found), err
}
