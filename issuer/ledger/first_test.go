package ledger

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// Of several segments, one of them stale, and a rest without lists, the
// beginning of a list is the beginning of the list, and the list is what
// looking at every award finds.
func TestTheFirstAreTheFirst(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	l := crowd(t, 5*segmentAwards+chunkAwards+300)
	change := func(query string) {
		t.Helper()
		if err := l.Update(ctx, func(x *Tx) error { return x.exec(query) }); err != nil {
			t.Fatal(err)
		}
	}
	change("UPDATE awards SET issued_on = strftime('%Y-%m-%dT12:00:00Z', 1600000000 + (n * 7919 % 60000) * 3600, 'unixepoch') WHERE n % 97 = 5")
	change("UPDATE awards SET name = 'Świętopełk Żółć', email = NULL WHERE n IN (40000, 9, 41900)")
	compare := func(state string, searches ...string) {
		t.Helper()
		for _, search := range searches {
			all := l.find(t, Query{Search: search})
			if want := l.looked(t, search); !slices.Equal(all, want) {
				t.Errorf("%s: %q: %d found, want %d", state, search, len(all), len(want))
			}
			for i, q := range []Query{
				{},
				{Down: true},
				{By: ByAwarded},
				{By: ByAwarded, Down: true},
				{By: ByAwarded, Down: true, Class: "speaker"},
				{Down: true, Standing: Gone},
				{By: ByName},
			} {
				q.Search = search
				same(t, l, fmt.Sprintf("%s: %q, %d", state, search, i), q)
			}
		}
		for _, q := range []Query{{}, {By: ByAwarded, Down: true}, {By: ByAwarded, Class: "maker", Standing: Expired}, {Down: true, Standing: Waiting}} {
			same(t, l, state+": no search", q)
		}
	}
	compare("whole", "swietopelk", "ŁUKASZ 17", "محمد 11", "n4", "9e3779b1", "zoe maria")
	// What the database alone was told of is found all the same.
	for _, query := range []string{
		"UPDATE awards SET name = 'Świętopełk II', email = NULL WHERE n = 40001", "DELETE FROM search_chunks WHERE chunk = 1",
		"UPDATE search_segments SET stale = 1 WHERE segment = 0",
	} {
		if _, err := l.write.ExecContext(ctx, query); err != nil {
			t.Fatal(err)
		}
	}
	compare("partly stale", "swietopelk", "person4444")
	change("UPDATE awards SET name = 'Swietopelk III' WHERE n = 40002")
	compare("made again", "swietopelk", "plain person 41989")
	var stale, left int
	if err := l.write.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM search_segments WHERE stale), (SELECT count(*) FROM search_grams)").Scan(&stale, &left); err != nil || stale != 0 {
		t.Errorf("%d segments are stale, %v", stale, err)
	}
	change("UPDATE awards SET name = NULL, email = NULL")
	if err := l.write.QueryRowContext(ctx, "SELECT count(*) FROM search_grams").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d sequences of letters are left of nobody, %v", left, err)
	}
}

func same(t *testing.T, l *Ledger, what string, q Query) {
	t.Helper()
	err := l.View(context.Background(), func(x *Tx) error {
		all, err := x.FindAwards(q)
		if err != nil {
			return err
		}
		first, more, err := x.FirstAwards(q, 20)
		if !slices.Equal(first, all[:min(len(all), 20)]) || !more && len(all) > 20 || len(all) == 0 && more {
			t.Errorf("%s: %v (more: %v), want %v of %d", what, first, more, all[:min(len(all), 20)], len(all))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
