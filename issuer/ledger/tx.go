package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"badgekiln/issuer"

	"github.com/google/uuid"
)

// Tx is one transaction. Its time is fixed when it begins.
type Tx struct {
	ctx    context.Context // never cancelled: a transaction ends by its own doing
	stop   func() error    // the caller's context
	tx     *sql.Tx
	env    Env
	now    time.Time
	stmts  map[string]*sql.Stmt
	head   *chainHead // the chain's end, once read
	signed bool       // it stands in the chain whose transaction this is
	rand   io.Reader  // where ids and salts come from, once chosen
	lists  map[string]*openList
	known  map[string]string // shapes that are stored, and their names

	shapes map[string]shape // those that were read, by name
	ahead  map[string]ahead // by award

	wordings [kinds]wording
	behind   [kinds][]any // values of rows that wait
	waits    bool
}

// Now is the transaction's time, whole seconds.
func (t *Tx) Now() time.Time { return t.now }

// Err tells whether the caller has cancelled. Long jobs ask it.
func (t *Tx) Err() error { return t.stop() }

// Update runs do in the one writing transaction and commits when it returns
// nil. No network call belongs inside.
func (l *Ledger) Update(ctx context.Context, do func(*Tx) error) error {
	if l.write == nil {
		return issuer.Fail(issuer.Input, "ledger-read-only", "file", l.path).At(l.path)
	}
	return l.run(ctx, l.write, nil, func(t *Tx) error {
		var version int
		if err := t.row("PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if version != Schema { // another, newer program came between
			return issuer.Fail(issuer.Input, "ledger-newer", "file", l.path, "theirs", strconv.Itoa(version), "ours", strconv.Itoa(Schema)).At(l.path)
		}
		// What undoes a statement that fails is small and stays in memory: as a
		// file it took a third of the time of awarding.
		if err := t.exec("PRAGMA temp_store = MEMORY"); err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
		return t.cover()
	})
}

// View runs do in a reading transaction: one unchanging picture of the ledger.
func (l *Ledger) View(ctx context.Context, do func(*Tx) error) error {
	return l.run(ctx, l.read, &sql.TxOptions{ReadOnly: true}, do)
}

func (l *Ledger) run(ctx context.Context, db *sql.DB, options *sql.TxOptions, do func(*Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.env.AtWork != nil {
		l.env.AtWork(ctx)
	}
	// The driver starts a goroutine for each statement of a context that can be
	// cancelled. Long jobs ask Err between their steps instead.
	calm := context.WithoutCancel(ctx)
	tx, err := db.BeginTx(calm, options)
	if err != nil {
		return fault(l.path, "begin", err)
	}
	t := &Tx{
		ctx: calm, stop: ctx.Err, tx: tx, env: l.env, now: l.env.Now().UTC().Truncate(time.Second),
		stmts: map[string]*sql.Stmt{}, lists: map[string]*openList{}, known: map[string]string{}, shapes: map[string]shape{}, wordings: wordings(),
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if err = do(t); err == nil {
		err = t.catchUp()
	}
	if err != nil {
		return fault(l.path, "ledger", err)
	}
	if err := tx.Commit(); err != nil {
		return fault(l.path, "commit", err)
	}
	return nil
}

// stmt prepares a statement once in a transaction; batches run it thousands
// of times.
func (t *Tx) stmt(query string) (*sql.Stmt, error) {
	if err := t.catchUp(); err != nil {
		return nil, err
	}
	if s, ok := t.stmts[query]; ok {
		return s, nil
	}
	s, err := t.tx.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	t.stmts[query] = s
	return s, nil
}

func (t *Tx) exec(query string, args ...any) error {
	s, err := t.stmt(query) //nolint:sqlclosecheck // prepared once, closed with the transaction
	if err != nil {
		return err
	}
	_, err = s.ExecContext(t.ctx, args...)
	return err
}

// rowScanner defers a failure to prepare until Scan, as sql.Row does.
type rowScanner struct {
	row *sql.Row
	err error
}

func (r rowScanner) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	return r.row.Scan(dest...)
}

func (t *Tx) row(query string, args ...any) rowScanner {
	s, err := t.stmt(query) //nolint:sqlclosecheck // prepared once, closed with the transaction
	if err != nil {
		return rowScanner{err: err}
	}
	return rowScanner{row: s.QueryRowContext(t.ctx, args...)}
}

// each runs scan for every row of a query.
func (t *Tx) each(query string, args []any, scan func(func(...any) error) error) error {
	s, err := t.stmt(query) //nolint:sqlclosecheck // prepared once, closed with the transaction
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// NewID draws a random UUID, lower case.
func (t *Tx) NewID() (string, error) {
	source, err := t.source()
	if err != nil {
		return "", err
	}
	id, err := uuid.NewRandomFromReader(source)
	if err != nil {
		return "", fmt.Errorf("draw id: %w", err)
	}
	return id.String(), nil
}

// Random draws n random bytes.
func (t *Tx) Random(n int) ([]byte, error) {
	source, err := t.source()
	if err != nil {
		return nil, err
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(source, b); err != nil {
		return nil, fmt.Errorf("draw randomness: %w", err)
	}
	return b, nil
}

// source is the randomness of a transaction. In a ledger marked reproducible,
// which only a sample can be, it comes from the seed and from how far the
// ledger has come, so that the same commands give the same bytes.
func (t *Tx) source() (io.Reader, error) {
	if t.rand != nil {
		return t.rand, nil
	}
	seed, err := t.Meta(MetaSeed)
	if err != nil {
		return nil, err
	}
	t.rand = t.env.Rand
	if seed == "" {
		return t.rand, nil
	}
	var hash []byte
	var faces int
	if err := t.row("SELECT coalesce((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), x''), coalesce((SELECT max(n) FROM faces), 0)").
		Scan(&hash, &faces); err != nil {
		return nil, err
	}
	t.rand = rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%s/%x/%d", seed, hash, faces)))
	return t.rand, nil
}

// Stamp is the ledger's own form of a time: UTC, whole seconds.
func Stamp(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// civil is an award's form of a time: with the issuer's offset.
func civil(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.Format(time.RFC3339)
}

// parsed reads a stored time; "" and NULL are the zero time.
func parsed(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("read time: %w", err)
	}
	// Parse gives time.Local when its offset fits; the text must come back alike.
	_, offset := at.Zone()
	if offset == 0 {
		return at.UTC(), nil
	}
	return at.In(time.FixedZone("", offset)), nil
}

func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// orNull stores "" as NULL.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
