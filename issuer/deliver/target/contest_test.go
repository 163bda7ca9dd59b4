package target_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
)

// TestTwoMachinesAtServers has two machines with the same past publish to one real
// server at the same time: whoever is told that all is well, now and the next time, has
// all of theirs there.
func TestTwoMachinesAtServers(t *testing.T) {
	t.Parallel()
	for kind, start := range map[string]func(*testing.T) server{
		target.WebDAV: webdav, "webdav by Apache": apache, target.SFTP: sftp, "s3 by MinIO": objects, "git by ssh": shell,
		target.Git: func(t *testing.T) server {
			t.Helper()
			return server{place: place(t, "git+file://"+emptyRepository(t)+"?branch=pages&folder=docs")}
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s, told := start(t), 0
			past, first := &memory{}, newWeb("first", 24) // long enough that nobody comes and goes while a mark is on its way
			for range 2 {
				if err := publishTo(t, s, first, past, true); err != nil {
					t.Fatal(err)
				}
				told += contest(t, s, first, past)
			}
			if told == 0 {
				t.Error("nobody was ever told")
			}
		})
	}
}

// contest gives how many of two were told that they were not alone.
func contest(t *testing.T, s server, first web, past *memory) (told int) {
	t.Helper()
	sites, books, errs := [2]web{}, [2]*memory{}, [2]error{}
	var both sync.WaitGroup
	for i := range sites {
		sites[i], books[i] = maps.Clone(first), &memory{sums: maps.Clone(past.sums), seen: past.seen}
		for name := range first {
			if rand.IntN(2) == 0 {
				sites[i][name] += fmt.Sprint("changed by ", i)
			}
		}
		both.Go(func() {
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			errs[i] = publishTo(t, s, sites[i], books[i], false)
		})
	}
	both.Wait()
	for i := range sites {
		if errs[i] == nil {
			errs[i] = publishTo(t, s, sites[i], books[i], false)
		}
		if code := issuer.CodeOf(errs[i]); errs[i] != nil {
			if told++; code != "publish-elsewhere" && code != "publish-contested" {
				t.Errorf("%d: %v", i, errs[i])
			}
			continue
		}
		to, err := target.Open(t.Context(), s.place, s.right)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range sites[i] {
			if got, err := to.Get(t.Context(), name); err != nil || string(got) != text {
				t.Errorf("%d believes that %s is its own: %.20q…, %v", i, name, got, err)
			}
		}
		_ = to.Close()
	}
	return told
}

func publishTo(t *testing.T, s server, w web, m *memory, take bool) error {
	t.Helper()
	to, err := target.Open(t.Context(), s.place, s.right)
	if err != nil {
		return err
	}
	defer func() { _ = to.Close() }()
	_, err = publish.Run(t.Context(), w.files(), to, m, publish.Options{
		Take: take, Workers: 4, NewMark: func() (string, error) { return fmt.Sprintf("%016x", rand.Uint64()), nil },
	})
	return err
}
