package ledger

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"badgekiln/issuer"
)

// crowd is a ledger with many awards, written past the vocabulary: a hundred
// thousand would take the test a minute otherwise.
func crowd(tb testing.TB, count int) *Ledger {
	tb.Helper()
	l, err := Open(context.Background(), filepath.Join(tb.TempDir(), "l.db"), Env{
		Now: func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }, Rand: rand.Reader,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = l.Close() })
	if _, err := l.write.ExecContext(context.Background(), "PRAGMA cache_size = -400000"); err != nil { // a million awards
		tb.Fatal(err)
	}
	err = l.Update(context.Background(), func(t *Tx) error {
		hash, err := t.PutBlob("image/png", []byte("picture"))
		if err != nil {
			return err
		}
		if err := t.SetIssuer(issuer.Profile{Slug: "club", Name: "Club", Timezone: "UTC"}); err != nil {
			return err
		}
		for _, slug := range []string{"maker", "speaker"} {
			if err := t.AddClass(issuer.BadgeClass{
				Issuer: "club", Slug: slug, Version: 1, Name: slug, Description: "x", Criteria: issuer.Criteria{Narrative: "x"},
				Rule: issuer.Many, State: issuer.Open, Image: hash, DataImage: "data:,x", URN: "urn:uuid:" + slug,
			}); err != nil {
				return err
			}
		}
		b, err := t.AddBatch(Batch{Class: "maker", Version: 1, Source: SourceRoster, Mark: "m", Options: []byte("{}")}, nil)
		if err != nil {
			return err
		}
		const numbers = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ?1) "
		if err := t.exec("INSERT INTO persons (id, name, made) "+numbers+`SELECT 'p' || i, '', '' FROM c`, count); err != nil {
			return err
		}
		if err := t.exec("INSERT INTO awards (id, batch, row, class, version, person, source, issued_on, expires, name, email) "+numbers+`
			SELECT printf('%08x-0000-4000-8000-000000000000', i * 2654435761 % 4294967296), ?2, i, CASE WHEN i % 3 = 0 THEN 'speaker' ELSE 'maker' END, 1, 'p' || i, 'roster',
			strftime('%Y-%m-%dT12:00:00Z', 1600000000 + i * 86400 / 24, 'unixepoch'),
			CASE WHEN i % 10 = 0 THEN '2026-01-01T00:00:00Z' END,
			CASE i % 5 WHEN 0 THEN 'Zoë Ångström ' WHEN 1 THEN 'María López ' WHEN 2 THEN 'Łukasz ' WHEN 3 THEN 'محمد ' ELSE 'Plain Person ' END || i,
			'person' || i || '@example.' || CASE WHEN i % 2 THEN 'org' ELSE 'net' END FROM c`, count, b.ID); err != nil {
			return err
		}
		return t.exec(`INSERT INTO states (award, state, class, person, batch)
			SELECT id, CASE WHEN n % 100 = 7 THEN 'revoked' ELSE 'issued' END, class, person, batch FROM awards`)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

func (l *Ledger) find(t *testing.T, q Query) (found []int64) {
	t.Helper()
	err := l.View(context.Background(), func(x *Tx) (err error) {
		found, err = x.FindAwards(q)
		if err != nil {
			return err
		}
		if n, err := x.CountAwards(q); err != nil || n != len(found) {
			t.Errorf("%+v: %d found, %d counted, %v", q, len(found), n, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFindAwards(t *testing.T) {
	t.Parallel()
	l := crowd(t, 300)
	for name, c := range map[string]struct {
		q    Query
		want int
	}{
		"all":                      {Query{}, 300},
		"class":                    {Query{Class: "speaker"}, 100},
		"revoked":                  {Query{Standing: Gone}, 3},
		"expired":                  {Query{Standing: Expired}, 30},
		"valid":                    {Query{Standing: Valid}, 267},
		"pending":                  {Query{Standing: Waiting}, 0},
		"accents do not matter":    {Query{Search: "zoe angstrom"}, 60},
		"nor does case":            {Query{Search: "MARÍA"}, 60},
		"letters with a stroke":    {Query{Search: "lukasz"}, 60},
		"plain names":              {Query{Search: "plain PERSON"}, 60},
		"another script":           {Query{Search: "محمد"}, 60},
		"domain":                   {Query{Search: "@example.org"}, 150},
		"words in any order":       {Query{Search: "lopez maria"}, 60},
		"quotes hold together":     {Query{Search: `"lopez maria"`}, 0},
		"address":                  {Query{Search: "person17@example.org"}, 1},
		"number's beginning":       {Query{Search: "9e3779b1"}, 1},
		"search and class":         {Query{Search: "plain", Class: "speaker"}, 20},
		"a percent sign is itself": {Query{Search: "%"}, 0},
	} {
		if got := len(l.find(t, c.q)); got != c.want {
			t.Errorf("%s: %d found, want %d", name, got, c.want)
		}
	}
}

func TestAwardsComeInTheOrderAskedFor(t *testing.T) {
	t.Parallel()
	l := crowd(t, 40)
	up, down := l.find(t, Query{By: ByName}), l.find(t, Query{By: ByName, Down: true})
	slices.Reverse(down)
	if !slices.Equal(up, down) {
		t.Error("the last first is not the first last")
	}
	err := l.View(context.Background(), func(x *Tx) error {
		page, err := x.AwardsPage(up[10:20])
		if err != nil || len(page) != 10 {
			t.Fatalf("%d awards, %v", len(page), err)
		}
		for i := 1; i < len(page); i++ {
			if searchable(page[i-1].Name) > searchable(page[i].Name) {
				t.Errorf("%q stands before %q", page[i-1].Name, page[i].Name)
			}
		}
		for _, by := range []Order{ByFiled, ByAwarded, ByEmail, ByClass, ByState} {
			if found, err := x.FindAwards(Query{By: by}); err != nil || len(found) != 40 {
				t.Errorf("by %s: %d, %v", by, len(found), err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A hundred thousand awards are found and read by any query; how long that takes
// is told, and measured by the bench.
func TestManyAwardsAreFoundAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a hundred thousand awards")
	}
	t.Parallel()
	l := crowd(t, 100_000)
	for name, q := range map[string]Query{
		"all, as filed":  {Down: true},
		"by date":        {By: ByAwarded, Down: true},
		"by name":        {By: ByName},
		"search":         {Search: "zoe", Down: true},
		"rare, by name":  {Search: "person77777@", By: ByName},
		"class, revoked": {Class: "maker", Standing: Gone},
	} {
		begin := time.Now()
		found := l.find(t, q)
		whole := time.Since(begin)
		begin = time.Now()
		err := l.View(context.Background(), func(x *Tx) error {
			_, err := x.AwardsPage(found[len(found)/2 : min(len(found), len(found)/2+200)])
			return err
		})
		page := time.Since(begin)
		t.Logf("%-15s %6d found and counted in %v, a page in %v", name, len(found), whole.Round(time.Millisecond), page.Round(100*time.Microsecond))
		if err != nil || len(found) == 0 {
			t.Errorf("%s: %d found, %v", name, len(found), err)
		}
	}
}
