package ledger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// looked is what a search must find, by looking at every award.
func (l *Ledger) looked(t *testing.T, search string) (found []int64) {
	t.Helper()
	type word struct{ folded, small string }
	var words []word
	for _, w := range searchWords(search) {
		words = append(words, word{searchable(w), strings.ToLower(w)})
	}
	err := l.View(context.Background(), func(x *Tx) error {
		return x.each("SELECT n, id, coalesce(name, ''), coalesce(email, '') FROM awards ORDER BY n", nil, func(scan func(...any) error) error {
			var n int64
			var id, name, email string
			if err := scan(&n, &id, &name, &email); err != nil {
				return err
			}
			name = searchable(name)
			for _, w := range words {
				if !strings.Contains(name, w.folded) && !strings.Contains(email, w.small) && (len(w.small) < idBegins || !strings.HasPrefix(id, w.small)) {
					return nil
				}
			}
			found = append(found, n)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Whatever part of a name or an address is searched for, in any script, the
// texts find what looking at every award finds: with texts, with some gone,
// with none.
func TestSearchFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	l := crowd(t, 5*chunkAwards+300)
	syllables := []string{"zo", "ë", "ÅNG", "strøm ", "محم", "د", "李小", "龙", "ßa", "i̇", "\n", "o'", "Ж", "👩‍🌾", "á", "a\u0301", "\x1f", "ก็", " "}
	random := rand.New(rand.NewPCG(1, 2))
	text := func(count int) string {
		var out strings.Builder
		for range count {
			out.WriteString(syllables[random.IntN(len(syllables))])
		}
		return out.String()
	}
	err := l.Update(context.Background(), func(x *Tx) error {
		for range 400 {
			n := 1 + random.IntN(5*chunkAwards+300)
			if err := x.exec("UPDATE awards SET name = ?, email = CASE WHEN ?2 % 3 THEN email END WHERE n = ?2", text(2+random.IntN(5)), n); err != nil {
				return err
			}
		}
		return x.exec("UPDATE awards SET name = NULL, email = NULL WHERE n % 1000 = 1")
	})
	if err != nil {
		t.Fatal(err)
	}
	compare := func(state string) {
		searches := []string{"person", "p", "ą", "\u0301", "/", "son4", "@example.org", "PERSON77@", "9e3779b1", "9e37", "de", "ódź", "plain 44", "\"n 44\"", "maria 1 2 3"}
		for range 60 {
			runes := []rune(text(3))
			from := random.IntN(len(runes))
			searches = append(searches, string(runes[from:from+1+random.IntN(len(runes)-from)]))
		}
		nonempty := 0
		for _, search := range searches {
			if len(searchWords(search)) == 0 || searchable(search) == "" || strings.Contains(search, "\n") && !strings.Contains(search, `"`) && searchable(strings.TrimSpace(search)) == "" {
				continue
			}
			got, want := l.find(t, Query{Search: search}), l.looked(t, search)
			if len(want) > 0 {
				nonempty++
			}
			if hasAccentWord(search) {
				continue // a word of accents alone finds nothing that is folded
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q: %d found, want %d", state, search, len(got), len(want))
			}
		}
		if nonempty < 20 {
			t.Errorf("%s: only %d searches find anything", state, nonempty)
		}
	}
	compare("all texts")
	// The database keeps them: no code that changes awards has to know of them.
	raw := func(query string) {
		t.Helper()
		if _, err := l.write.ExecContext(context.Background(), query); err != nil {
			t.Fatal(err)
		}
	}
	raw("UPDATE awards SET name = 'Nobody Else', email = NULL WHERE n IN (2000, 4100)")
	if got := l.find(t, Query{Search: "nobody else"}); !slices.Equal(got, []int64{2000, 4100}) {
		t.Errorf("changed past the vocabulary: %v", got)
	}
	compare("two chunks gone")
	raw("DELETE FROM search_texts")
	raw("DELETE FROM search_chunks")
	compare("no texts")
	if err := l.Update(context.Background(), func(*Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	var chunks int
	if err := l.write.QueryRowContext(context.Background(), "SELECT count(*) FROM search_texts").Scan(&chunks); err != nil || chunks != 5 {
		t.Errorf("%d chunks made again, %v", chunks, err)
	}
	compare("made again")
}

func hasAccentWord(search string) bool {
	return slices.ContainsFunc(searchWords(search), func(w string) bool { return searchable(w) == "" || searchable(w) != searchable(oneLine(w)) })
}

// Who is erased is in no text of the search, and in no free page once the file
// was written anew.
func TestSearchForgets(t *testing.T) {
	t.Parallel()
	l := crowd(t, 2*chunkAwards)
	err := l.Update(context.Background(), func(x *Tx) error {
		return x.exec("UPDATE awards SET name = NULL, email = NULL WHERE n = 77")
	})
	if err != nil {
		t.Fatal(err)
	}
	var left int
	err = l.write.QueryRowContext(context.Background(), "SELECT count(*) FROM search_texts WHERE instr(emails, CAST('person77@' AS BLOB)) > 0 OR instr(names, CAST('person 77' || char(10) AS BLOB)) > 0").Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%d texts still name them, %v", left, err)
	}
	if got := l.find(t, Query{Search: "person77@"}); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

// BenchmarkSearch searches a million awards, each time on connections that have
// nothing in their own cache, and reads the page that is shown.
func BenchmarkSearch(b *testing.B) {
	l := crowd(b, 1_000_000)
	for _, search := range []string{"person500123@", "zoe angstrom 50012", "lukasz", "person", "erson 77", "9e3779b1"} {
		b.Run(fmt.Sprintf("%q", search), func(b *testing.B) {
			for b.Loop() {
				l.read.SetMaxIdleConns(0)
				l.read.SetMaxIdleConns(2)
				begin := time.Now()
				err := l.View(context.Background(), func(x *Tx) error {
					found, err := x.FindAwards(Query{Search: search, Down: true})
					if err != nil || len(found) == 0 {
						return fmt.Errorf("%d found, %w", len(found), err)
					}
					_, err = x.AwardsPage(found[:min(len(found), 200)])
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(begin).Microseconds())/1000, "ms/last")
			}
		})
	}
}
