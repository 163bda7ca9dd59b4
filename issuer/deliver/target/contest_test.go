package target_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
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
			const rounds = 2
			s, told := start(t), 0
			past, first := &memory{}, newWeb("first", 24) // long enough that nobody comes and goes while a mark is on its way
			for range rounds {
				if err := publishTo(t, s, first, past, true); err != nil {
					t.Fatal(err)
				}
				told += contest(t, s, first, past)
			}
			if told == 0 {
				t.Error("nobody was ever told")
			}
			if decides := s.place.Kind == target.S3 || s.place.Kind == target.Git; decides && told != rounds {
				t.Errorf("%d were told of %d, where the server decides", told, rounds)
			}
		})
	}
}

// contest gives how many of two were told that they were not alone.
func contest(t *testing.T, s server, first web, past *memory) (told int) {
	t.Helper()
	sites, books, errs := [2]web{}, [2]*memory{}, [2]error{}
	var both sync.WaitGroup
	var seen marks
	for i := range sites {
		sites[i], books[i] = maps.Clone(first), &memory{sums: maps.Clone(past.sums), seen: past.seen}
		for name := range first {
			if rand.IntN(2) == 0 {
				sites[i][name] += fmt.Sprint("changed by ", i)
			}
		}
		both.Go(func() {
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			errs[i] = publishTo(t, seen.of(i, s), sites[i], books[i], false)
		})
	}
	both.Wait()
	for i := range sites {
		if errs[i] == nil {
			errs[i] = publishTo(t, seen.of(i, s), sites[i], books[i], false)
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
				t.Errorf("%d believes that %s is its own: %q, %v; %v", i, name, got[max(0, len(got)-40):], err, &seen)
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
	_, batch := to.(target.Batch)
	_, grouped := to.(target.Grouped)
	switch decides, ok := to.(target.Deciding); {
	case s.hears == nil, batch, grouped:
	case ok:
		to = heardDeciding{heard{to, s.hears}, decides}
	default:
		to = heard{to, s.hears}
	}
	_, err = publish.Run(t.Context(), w.files(), to, m, publish.Options{
		Take: take, Workers: 4, NewMark: func() (string, error) { return fmt.Sprintf("%016x", rand.Uint64()), nil },
	})
	return err
}

// marks are what machines saw and left of marks, and when.
type marks struct {
	mu   sync.Mutex
	told []string
}

// of gives a server that tells of the marks of one machine.
func (m *marks) of(machine int, s server) server {
	s.hears = func(what, mark string, begun time.Time, err error) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.told = append(m.told, fmt.Sprintf("%s–%s machine %d %s %.6s %v", begun.Format("05.000000"), time.Now().Format("05.000000"), machine, what, mark, err))
	}
	return s
}

func (m *marks) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Join(append([]string{""}, m.told...), "\n\t")
}

// heard tells of its marks, and of the files that are put.
type heard struct {
	target.Target
	hears func(what, mark string, begun time.Time, err error)
}

func (h heard) Put(ctx context.Context, name string, data []byte) error {
	begun := time.Now()
	err := h.Target.Put(ctx, name, data)
	h.hears("puts "+name, string(data), begun, err)
	return err
}

func (h heard) Get(ctx context.Context, name string) ([]byte, error) {
	begun := time.Now()
	data, err := h.Target.Get(ctx, name)
	h.hears("looks at "+name, string(data), begun, err)
	return data, err
}

// heardDeciding is one whose server decides.
type heardDeciding struct {
	heard
	decides target.Deciding
}

func (h heardDeciding) Version(ctx context.Context, name string) ([]byte, string, error) {
	begun := time.Now()
	data, version, err := h.decides.Version(ctx, name)
	h.hears("looks at "+name+" "+version, string(data), begun, err)
	return data, version, err
}

func (h heardDeciding) Replace(ctx context.Context, name, version string, data []byte) (bool, error) {
	begun := time.Now()
	done, err := h.decides.Replace(ctx, name, version, data)
	h.hears(fmt.Sprint("replaces ", name, " ", version, ": ", done), string(data), begun, err)
	return done, err
}
