package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"

	"github.com/mattn/go-sqlite3"
)

// Standing is where an award stands on a day, as people ask for it: an issued
// award that expired does not stand any more.
type Standing string

// The standings a Query can ask for; the empty one is any.
const (
	Valid   Standing = "valid"
	Expired Standing = "expired"
	Gone    Standing = "revoked" // revoked, superseded or undone
	Paused  Standing = "suspended"
	Waiting Standing = "pending"
)

// Order is what a list of awards is ordered by.
type Order string

// The orders a Query can ask for. Filed is the order in which the awards were
// planned; it breaks the ties of the others.
const (
	ByFiled   Order = ""
	ByAwarded Order = "awarded"
	ByName    Order = "name"
	ByEmail   Order = "email"
	ByClass   Order = "class"
	ByState   Order = "state"
)

// Query says which awards are wanted and in which order; empty members do not
// narrow.
type Query struct {
	Search   string // words, all of which must be found; "in quotes" is one word
	Class    string
	Batch    string
	Standing Standing
	Since    time.Time
	By       Order
	Down     bool // the last one first
}

// FindAwards gives the numbers of all awards a query asks for, in its order.
// It is little more than eight bytes an award, so that a window can jump to any
// place of a long list, say how many there are, and read only what it shows:
// AwardsPage turns some of the numbers into awards.
func (t *Tx) FindAwards(q Query) ([]int64, error) {
	words := wordsOf(q.Search)
	if len(words) == 0 {
		return t.numbers(q, "", nil, 0)
	}
	found, err := t.search(words)
	switch {
	case err != nil || len(found) == 0:
		return nil, err
	case q == Query{Search: q.Search, Down: q.Down}: // as they were filed
		if q.Down {
			slices.Reverse(found)
		}
		return found, nil
	case len(found) <= handful:
		text, err := asJSON(found)
		if err != nil {
			return nil, err
		}
		return t.numbers(q, "json_each(?) wanted CROSS JOIN listed l ON l.n = wanted.value", []any{text}, 0)
	}
	all, err := t.numbers(q, "", nil, 0)
	if err != nil {
		return nil, err
	}
	wanted := make([]bool, found[len(found)-1]+1)
	for _, n := range found {
		wanted[n] = true
	}
	return slices.DeleteFunc(all, func(n int64) bool { return n >= int64(len(wanted)) || !wanted[n] }), nil
}

// handful is how many found awards are looked up one by one rather than all
// awards being gone through.
const handful = 200_000

// numbers gives what a query asks for without its search, out of some awards,
// "" for all; not more than limit, if that is not 0.
func (t *Tx) numbers(q Query, from string, args []any, limit int) ([]int64, error) {
	where, more := q.where(t.now)
	if from == "" {
		from = "listed l"
	}
	if q.Batch != "" || q.By == ByName || q.By == ByEmail {
		from += " JOIN awards a ON a.n = l.n"
	}
	if limit == 0 {
		limit = -1
	}
	args = append(append(args, more...), limit)
	var list string
	// One long text is a hundred times fewer crossings into SQLite than rows.
	err := t.row("SELECT coalesce(group_concat(n), '') FROM (SELECT l.n AS n FROM "+from+" WHERE "+where+" ORDER BY "+q.order()+" LIMIT ?)", args...).Scan(&list)
	if err != nil || list == "" {
		return nil, err
	}
	found := make([]int64, 0, strings.Count(list, ",")+1)
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("find awards: %w", err)
		}
		found = append(found, n)
	}
	return found, nil
}

// AwardsPage reads the awards with these numbers, in this order. Keep it to a
// few hundred.
func (t *Tx) AwardsPage(numbers []int64) ([]issuer.Award, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	text, err := asJSON(numbers)
	if err != nil {
		return nil, err
	}
	// Where each stands is read from the narrow table: the other has its rows
	// all over the file.
	columns := strings.Replace(awardColumns, "s.state, s.reason", "s.state, CASE WHEN s.state IN ('issued', 'pending') THEN '' ELSE (SELECT reason FROM states WHERE award = a.id) END", 1)
	columns = strings.Replace(columns, "FROM awards a JOIN states s ON s.award = a.id", "FROM json_each(?) wanted CROSS JOIN awards a ON a.n = wanted.value CROSS JOIN listed s ON s.n = a.n", 1)
	var list []issuer.Award
	err = t.each(columns+"ORDER BY wanted.key", []any{text}, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		list = append(list, a)
		return err
	})
	return list, err
}

// CountAwards says how many awards a query asks for.
func (t *Tx) CountAwards(q Query) (n int, err error) {
	if len(wordsOf(q.Search)) > 0 {
		found, err := t.FindAwards(q)
		return len(found), err
	}
	where, args := q.where(t.now)
	from := "listed l"
	if q.Batch != "" {
		from += " JOIN awards a ON a.n = l.n"
	}
	err = t.row("SELECT count(*) FROM "+from+" WHERE "+where, args...).Scan(&n)
	return n, err
}

// Totals are how much a ledger holds.
type Totals struct{ Awards, Classes int }

// Totals counts awards and badge classes.
func (t *Tx) Totals() (n Totals, err error) {
	err = t.row(`SELECT (SELECT count(*) FROM listed), (SELECT count(*) FROM classes)`).Scan(&n.Awards, &n.Classes)
	return n, err
}

// CountPeople counts those who were awarded something. Somebody whose badge is
// planned was not yet. Of a million that takes a second; Happened tells whether
// the last answer still holds.
func (t *Tx) CountPeople() (n int, err error) {
	// The index of people has no states: those who only wait are few and are
	// found by the batches that are unfinished.
	err = t.row(`SELECT (SELECT count(DISTINCT person) FROM states) - (
		SELECT count(DISTINCT a.person) FROM batches b CROSS JOIN awards a ON a.batch = b.id CROSS JOIN listed l ON l.n = a.n AND l.state = 'pending'
		WHERE b.finished IS NULL AND NOT EXISTS (SELECT 1 FROM states o WHERE o.person = a.person AND o.state <> 'pending'))`).Scan(&n)
	return n, err
}

// Happened is how many events there are: what was read before is still so
// while it is the same.
func (t *Tx) Happened() (n int64, err error) {
	err = t.row("SELECT coalesce(max(seq), 0) FROM events").Scan(&n)
	return n, err
}

// foldedName is an award's name as searchable gives it. SQLite's own lower is
// enough for plain letters, and much faster than a call back into Go.
const foldedName = `CASE WHEN a.name GLOB '*[^ -~]*' THEN folded(a.name) ELSE lower(coalesce(a.name, '')) END`

// where narrows to what the query asks for, save its search; now decides what has expired.
func (q Query) where(now time.Time) (string, []any) {
	where, args := []string{"1"}, []any{}
	add := func(clause string, more ...any) { where, args = append(where, clause), append(args, more...) }
	if q.Class != "" {
		add("+l.class = ?", q.Class) // its own index has no order that anybody asks for
	}
	if q.Batch != "" {
		add("a.batch = ?", q.Batch)
	}
	if !q.Since.IsZero() {
		add("l.awarded >= ?", q.Since.Unix())
	}
	switch q.Standing {
	case Valid:
		add("l.state = 'issued' AND (l.expires IS NULL OR l.expires > ?)", now.Unix())
	case Expired:
		add("l.state = 'issued' AND l.expires <= ?", now.Unix())
	case Gone:
		add("l.state IN ('revoked', 'superseded', 'undone')")
	case Paused:
		add("l.state = 'suspended'")
	case Waiting:
		add("l.state = 'pending'")
	}
	return strings.Join(where, " AND "), args
}

// order is the ORDER BY of a query.
func (q Query) order() string {
	by := map[Order]string{
		ByAwarded: "l.awarded", ByName: foldedName, ByEmail: "coalesce(a.email, '')", ByClass: "l.class", ByState: "l.state",
	}[q.By]
	way := ""
	if q.Down {
		way = " DESC"
	}
	if by == "" {
		return "l.n" + way
	}
	return by + way + ", l.n" + way
}

// searchWords takes a search apart at blanks, save those inside quotes.
func searchWords(text string) (words []string) {
	quoted := strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(text)
	for i, part := range strings.Split(quoted, `"`) {
		if i%2 == 0 {
			words = append(words, strings.Fields(part)...)
		} else if part = strings.TrimSpace(part); part != "" {
			words = append(words, part)
		}
	}
	return words
}

// connector opens connections that know the function folded, which is
// searchable.
type connector struct {
	*sqlite3.SQLiteDriver
	dsn string
}

// connect is sql.Open for a ledger; like that it opens no connection yet.
func connect(dsn string) *sql.DB {
	return sql.OpenDB(connector{dsn: dsn, SQLiteDriver: &sqlite3.SQLiteDriver{
		ConnectHook: func(c *sqlite3.SQLiteConn) error { return c.RegisterFunc("folded", searchable, true) },
	}})
}

// Connect opens one connection. A connector is asked for it by database/sql.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Open(c.dsn) }

// Driver is the driver behind the connections.
func (c connector) Driver() driver.Driver { return c.SQLiteDriver }
