package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	rnd "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// searched is how many awards the ledger holds that is searched; the
// environment can say another number, and keep the ledger for the next time.
const searched = 1_000_000

// shown is how many awards a window reads for what it shows at first.
const shown = 50

// searches measures how long somebody waits who looks for a name among a
// million awards: in a program just started, with nothing of the file in the
// system's cache where we may empty it, while another program awards.
func searches(ctx context.Context) (err error) {
	count := searched
	if text := os.Getenv("BADGEKILN_BENCH_AWARDS"); text != "" {
		if count, err = strconv.Atoi(text); err != nil {
			return err
		}
	}
	path := os.Getenv("BADGEKILN_BENCH_LEDGER")
	if path == "" {
		dir, err := os.MkdirTemp("", "badgekiln-bench-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path = filepath.Join(dir, "l.db")
	}
	if !ledger.Exists(path) {
		begin := time.Now()
		if err := crowd(ctx, path, count); err != nil {
			return err
		}
		fmt.Printf("%d awards written in %.0f s\n", count, time.Since(begin).Seconds())
	}
	other := exec.CommandContext(ctx, os.Args[0], "search-writer", path) // #nosec G204 G702 -- this very program
	other.Stderr = os.Stderr
	if err := other.Start(); err != nil {
		return err
	}
	defer func() {
		_ = other.Process.Kill()
		_ = other.Wait() // killed
	}()
	fmt.Println("\nA search, in ms: the median of five, cold, while another program awards. CPU and warm: the best of as many.")
	fmt.Printf("%-26s %10s %10s %10s %10s %10s %12s %10s %9s\n", "", "first page", "best", "its CPU", "read KB", "warm", "whole list", "found", "peak")
	for _, text := range []string{"maria", "kowalska", "maria kowalska", "wals", "hannah.fischer1", "fischer4", "zoe angstrom", "@example.org", "nobody of the name", "4d8f", ""} {
		var all []hunt
		for range 5 {
			child := exec.CommandContext(ctx, os.Args[0], "search-child", path, text) // #nosec G204 G702 -- this very program
			child.Stderr = os.Stderr
			out, err := child.Output()
			if err != nil {
				return err
			}
			var h hunt
			if err := json.Unmarshal(out, &h); err != nil {
				return err
			}
			all = append(all, h)
		}
		middle := func(of func(hunt) float64) float64 {
			slices.SortFunc(all, func(a, b hunt) int { return int(1000 * (of(a) - of(b))) })
			return of(all[len(all)/2])
		}
		best := func(of func(hunt) float64) float64 { middle(of); return of(all[0]) }
		first := func(h hunt) float64 { return h.First }
		fmt.Printf("%-26q %10.1f %10.1f %10.1f %10.0f %10.1f %12.1f %10d %6d MB\n", text, middle(first), best(first), best(func(h hunt) float64 { return h.CPU }),
			middle(func(h hunt) float64 { return float64(h.Read) }),
			best(func(h hunt) float64 { return h.Warm }), middle(func(h hunt) float64 { return h.Whole }), all[0].Found, all[0].Peak)
	}
	fmt.Println()
	return nil
}

// hunt is one search: how many ms until the first page was there and what of it
// was the processor's, the same again, the whole list, and how many it has.
type hunt struct {
	First, CPU, Warm, Whole float64
	Read                    int64 // KB from the disk, for the first page
	Found                   int
	Peak                    int64
}

// huntOnce is the child: one search in a process of its own.
func huntOnce(ctx context.Context, path, text string) error {
	l, err := ledger.Open(ctx, path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return err
	}
	q := ledger.Query{Search: text, By: ledger.ByAwarded, Down: true}
	first := func() (took, cpu float64, err error) {
		begin, worked := time.Now(), now()
		err = l.View(ctx, func(t *ledger.Tx) error {
			numbers, _, err := t.FirstAwards(q, shown)
			if err != nil {
				return err
			}
			awards, err := t.AwardsPage(numbers)
			for _, a := range awards {
				_ = a.Name + a.Email + a.Class + a.IssuedOn.Format(time.DateOnly) + string(a.State)
			}
			return err
		})
		return ms(time.Since(begin)), ms(now() - worked), err
	}
	forget() // best effort: only an administrator may
	var h hunt
	before := fromDisk()
	if h.First, h.CPU, err = first(); err != nil {
		return err
	}
	h.Read = fromDisk() - before
	if h.Warm, _, err = first(); err != nil {
		return err
	}
	begin := time.Now()
	err = l.View(ctx, func(t *ledger.Tx) error {
		numbers, err := t.FindAwards(q)
		h.Found = len(numbers)
		return err
	})
	h.Whole = ms(time.Since(begin))
	h.Peak = highWater()
	if err = errors.Join(err, l.Close()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(h)
}

// fromDisk is how many KB this process had read from a disk, where the system
// tells.
func fromDisk() (kb int64) {
	data, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		var n int64
		if _, err := fmt.Sscanf(line, "read_bytes: %d", &n); err == nil {
			kb = n >> 10
		}
	}
	return kb
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// writeOn is the other program: it awards one badge after another until it is
// killed.
func writeOn(ctx context.Context, path string) error {
	l, err := ledger.Open(ctx, path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return err
	}
	defer func() { _ = l.Close() }()
	names := newNames()
	for i := 0; ; i++ {
		if err := l.Update(ctx, func(t *ledger.Tx) error { return awardSome(t, names, i, i+1) }); err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// crowd makes a ledger of many awards by the ledger's own vocabulary, without
// credentials.
func crowd(ctx context.Context, path string, count int) (err error) {
	l, err := ledger.Open(ctx, path, ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	err = l.Update(ctx, func(t *ledger.Tx) error {
		hash, err := t.PutBlob("image/png", []byte("picture"))
		if err == nil {
			err = t.SetIssuer(issuer.Profile{Slug: "club", Name: "Club", Timezone: "UTC"})
		}
		for _, slug := range []string{"maker", "speaker", "first-firing"} {
			if err == nil {
				err = t.AddClass(issuer.BadgeClass{
					Issuer: "club", Slug: slug, Version: 1, Name: slug, Description: "x", Criteria: issuer.Criteria{Narrative: "x"},
					Rule: issuer.Many, State: issuer.Open, Image: hash, DataImage: "data:,x", URN: "urn:uuid:" + slug,
				})
			}
		}
		return err
	})
	names := newNames()
	const step = 20_000
	for from := 0; from < count && err == nil; from += step {
		err = l.Update(ctx, func(t *ledger.Tx) error { return awardSome(t, names, from, min(count, from+step)) })
	}
	return err
}

func awardSome(t *ledger.Tx, names *names, from, to int) error {
	id, err := t.NewID()
	if err != nil {
		return err
	}
	class := []string{"maker", "speaker", "first-firing"}[from/20_000%3]
	batch, err := t.AddBatch(ledger.Batch{Class: class, Version: 1, Source: ledger.SourceRoster, Mark: id, Roster: "people.csv", Options: []byte("{}")}, nil)
	if err != nil {
		return err
	}
	for i := from; i < to; i++ {
		name, email := names.next()
		person, err := t.AddPerson(issuer.Person{Name: name, Email: id[:4] + email})
		if err != nil {
			return err
		}
		a := issuer.Award{
			Batch: batch.ID, Row: i - from + 1, Class: class, Version: 1, Person: person.ID, Name: name, Email: email,
			IssuedOn: time.Date(2018, 1, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(i/350) * 24 * time.Hour), State: issuer.Pending,
		}
		if a.ID, err = t.NewID(); err != nil {
			return err
		}
		if err := t.AddPlanned(ledger.Planned{Award: a, Source: ledger.SourceRoster}); err != nil {
			return err
		}
		if _, err := t.Issue(a, t.Now(), nil); err != nil {
			return err
		}
	}
	return t.FinishBatch(batch)
}

// names makes up people: some names are frequent, most are rare.
type names struct {
	random *rnd.Rand
	some   *rnd.Zipf
	n      int
}

func newNames() *names {
	r := rnd.New(rnd.NewPCG(1, 2)) // #nosec G404 -- made-up people
	return &names{random: r, some: rnd.NewZipf(r, 1.1, 8, 20_000)}
}

func (n *names) next() (name, email string) {
	n.n++
	given := strings.Fields("Maria Anna José Mohammed Hannah Łukasz Zoë Wei Olga Peter Fatima Jonas Chloé Søren Yuki Amir Ingrid Paolo Aisha Kofi Elif Bogdan Nadia Liam Emma Noah Mia Felix Lena Tomasz Katarzyna Piotr Ewa Jan Sofía Lucía Diego Carmen Jürgen Björn")
	known := strings.Fields("Kowalska Fischer Ångström García Nguyễn Müller Smith Ivanova Rossi Sørensen Yılmaz Novák Silva Dubois Kim Okafor Haddad Nowak Bakker Lindqvist")
	first := given[n.random.IntN(len(given))]
	k := int(n.some.Uint64()) // #nosec G115 -- at most 20,000
	last := ""
	if k < len(known) {
		last = known[k]
	} else {
		parts := strings.Fields("ber man stein wal ski dor fal ken ros lin gar ten mo ra vi che ")
		for ; k > 0; k /= len(parts) {
			last += parts[k%len(parts)]
		}
		last = strings.ToUpper(last[:1]) + last[1:]
	}
	at := []string{"example.org", "example.com", "mail.example", "school.example", "post.example"}[n.random.IntN(5)]
	plain := strings.NewReplacer("ł", "l", "ë", "e", "é", "e", "ø", "o", "í", "i", "ü", "u", "ö", "o", "å", "a", "ễ", "e", "ı", "i", "á", "a").Replace(strings.ToLower(first + "." + last))
	return first + " " + last, plain + strconv.Itoa(n.n) + "@" + at
}
