package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"badgekiln/issuer"

	"golang.org/x/text/unicode/norm"
)

// Planned is an award as a plan writes it, with what only the ledger keeps.
type Planned struct {
	issuer.Award
	Source   string
	EventKey string // the promise of --key; "" without one
	OnceKey  string // unique while the award stands; "" when the class may be had many times
	Replaces string // the award this one corrects; "" for none
}

// AddPlanned writes an award as pending. Its nonce is drawn here; id, salt and
// subject come drawn.
func (t *Tx) AddPlanned(p Planned) error {
	nonce, err := t.Random(16)
	if err != nil {
		return err
	}
	evidence, fields := "", ""
	if len(p.Evidence) > 0 {
		evidence, err = asJSON(p.Evidence)
	}
	if err == nil && len(p.Fields) > 0 {
		fields, err = asJSON(p.Fields)
	}
	if err != nil {
		return err
	}
	if err := t.later(newAward,
		p.ID, p.Batch, p.Row, p.Class, p.Version, p.Person, p.Source, orNull(p.EventKey), civil(p.IssuedOn), civil(p.Expires),
		orNull(p.Name), orNull(p.Email), orNull(evidence), orNull(p.Narrative), orNull(p.Language), orNull(fields),
		orNull(p.Salt), orNull(p.Subject), orNull(moreText(p.More)), nonce, orNull(p.Replaces), civil(p.ValidFrom)); err != nil {
		return err
	}
	return t.later(newState, p.ID, string(issuer.Pending), p.Class, p.Person, p.Batch, orNull(p.OnceKey))
}

func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode: %w", err)
	}
	return string(text), nil
}

const awardWords = `SELECT a.id, a.batch, a.row, a.class, a.version, a.person, a.issued_on, coalesce(a.expires, ''),
	coalesce(a.name, ''), coalesce(a.email, ''), coalesce(a.evidence, ''), coalesce(a.narrative, ''), coalesce(a.language, ''),
	coalesce(a.salt, ''), coalesce(a.subject, ''), coalesce(a.more, ''), coalesce(a.valid_from, ''), coalesce(a.fields, '')`

const awardSelect = awardWords + ", s.state, s.reason"

const awardColumns = awardSelect + " FROM awards a JOIN states s ON s.award = a.id "

func scanAward(scan func(...any) error) (a issuer.Award, err error) {
	var issued, expires, evidence, more, valid, fields string
	if err = scan(&a.ID, &a.Batch, &a.Row, &a.Class, &a.Version, &a.Person, &issued, &expires, &a.Name, &a.Email,
		&evidence, &a.Narrative, &a.Language, &a.Salt, &a.Subject, &more, &valid, &fields, &a.State, &a.Reason); err != nil {
		return a, err
	}
	if a.IssuedOn, err = parsed(issued); err != nil {
		return a, err
	}
	if a.Expires, err = parsed(expires); err != nil {
		return a, err
	}
	if a.ValidFrom, err = parsed(valid); err != nil {
		return a, err
	}
	if evidence != "" {
		if err = json.Unmarshal([]byte(evidence), &a.Evidence); err != nil {
			return a, err
		}
	}
	if fields != "" {
		if err = json.Unmarshal([]byte(fields), &a.Fields); err != nil {
			return a, err
		}
	}
	return a, readMore(more, &a.More)
}

func (t *Tx) awards(where string, args ...any) ([]issuer.Award, error) {
	var list []issuer.Award
	err := t.each(awardColumns+where, args, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		list = append(list, a)
		return err
	})
	return list, err
}

// Award reads one award by its id. Code "award-unknown" when there is none.
func (t *Tx) Award(id string) (issuer.Award, error) {
	a, err := scanAward(t.row(awardColumns+"WHERE a.id = ?", id).Scan)
	if none(err) {
		return a, issuer.Fail(issuer.Usage, "award-unknown", "id", id)
	}
	return a, err
}

// FindAward reads an award by whatever names it: its id, or one of its faces'
// as a bare id, urn:uuid: or hosted address. Code "award-unknown".
func (t *Tx) FindAward(name string) (issuer.Award, error) {
	bare := strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "urn:uuid:"), ".json"))
	bare = bare[strings.LastIndexByte(bare, '/')+1:]
	f, found, err := t.FaceByID(bare)
	if err != nil {
		return issuer.Award{}, err
	}
	if found {
		bare = f.Award
	}
	return t.Award(bare)
}

// Holding is the newest award of a class that a person was given, under whichever
// of the records that are the same person, and whether it stands or not; found is false when there never was one.
func (t *Tx) Holding(class, person string) (a issuer.Award, found bool, err error) {
	a, err = scanAward(t.row(awardColumns+`WHERE `+anyRecordOf+` AND s.class = ?2
		ORDER BY s.state IN ('pending', 'issued') DESC, s.state = 'suspended' DESC, a.n DESC LIMIT 1`, person, class).Scan)
	if none(err) {
		return a, false, nil
	}
	return a, err == nil, err
}

// AwardByEvent finds the award a --key promised.
func (t *Tx) AwardByEvent(class, key string) (a issuer.Award, found bool, err error) {
	a, err = scanAward(t.row(awardColumns+"WHERE a.class = ? AND a.event_key = ?", class, key).Scan)
	if none(err) {
		return a, false, nil
	}
	return a, err == nil, err
}

// AwardInBatch finds the award that a row of a batch's list was planned as, or
// the one that corrects it.
func (t *Tx) AwardInBatch(batch string, row int) (a issuer.Award, found bool, err error) {
	a, err = scanAward(t.row(awardColumns+"WHERE a.batch = ? AND a.row = ? ORDER BY a.n DESC LIMIT 1", batch, row).Scan)
	if none(err) {
		return a, false, nil
	}
	return a, err == nil, err
}

// PendingAwards lists up to limit awards of a batch still to be signed, in the
// roster's order, beginning after a row. A run goes from row to row, so that
// it never looks twice at what it has behind it.
func (t *Tx) PendingAwards(batch string, after, limit int) ([]issuer.Award, error) {
	var list []issuer.Award
	err := t.each(pendingAwards, []any{batch, after, limit}, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		list = append(list, a)
		return err
	})
	return list, err
}

// pendingAwards asks the narrow table where each stands: it is in the order of
// the awards, the other all over the file.
const pendingAwards = awardWords + `, l.state, '' FROM awards a JOIN listed l ON l.n = a.n
	WHERE a.batch = ? AND a.row > ? AND l.state = 'pending' ORDER BY a.row LIMIT ?`

// CountPending says how many awards of a batch are still to be signed.
func (t *Tx) CountPending(batch string) (n int, err error) {
	err = t.row("SELECT count(*) FROM awards a JOIN listed l ON l.n = a.n WHERE a.batch = ? AND l.state = 'pending'", batch).Scan(&n)
	return n, err
}

// Filter narrows a list of awards; empty members do not narrow.
type Filter struct {
	Class  string
	Person string // an address, or part of a name
	Batch  string
	State  issuer.State
	Since  time.Time
	Most   int // how many at most; 0: all. Not together with Person.
}

// EachAward gives the awards that Awards would list one by one: there can be a
// million. The filter's Person narrows nothing here.
func (t *Tx) EachAward(f Filter, do func(issuer.Award) error) error {
	where, args := f.where()
	return t.each(awardColumns+where, args, func(scan func(...any) error) error {
		a, err := scanAward(scan)
		if err != nil {
			return err
		}
		return do(a)
	})
}

// where is the filter but for its Person, and the order. Classes and states are
// those of the narrow table, which has an index of them.
func (f Filter) where() (string, []any) {
	where, args := []string{"1"}, []any{}
	add := func(clause string, arg any) { where, args = append(where, clause), append(args, arg) }
	if f.Class != "" {
		add("l.class = ?", f.Class)
	}
	if f.Batch != "" {
		add("a.batch = ?", f.Batch)
	}
	if f.State != "" {
		add("l.state = ?", string(f.State))
	}
	if !f.Since.IsZero() {
		add("unixepoch(a.issued_on) >= ?", f.Since.Unix())
	}
	limit := ""
	if f.Most > 0 && f.Person == "" {
		limit, args = " LIMIT ?", append(args, f.Most)
	}
	from := ""
	if f.Class != "" || f.State != "" {
		from = "JOIN listed l ON l.n = a.n "
	}
	return from + "WHERE " + strings.Join(where, " AND ") + " ORDER BY a.n" + limit, args
}

// Awards lists awards in the order they were planned.
func (t *Tx) Awards(f Filter) ([]issuer.Award, error) {
	where, args := f.where()
	list, err := t.awards(where, args...)
	if f.Person == "" {
		return list, err
	}
	term := strings.TrimSpace(f.Person)
	address, name := strings.ToLower(term), searchable(term)
	return slices.DeleteFunc(list, func(a issuer.Award) bool {
		return a.Email != address && a.Person != address && !strings.Contains(searchable(a.Name), name)
	}), err
}

// searchable is a name as people search for it: in any script without regard
// to case and accents, which SQLite's own lower() does not know. Letters with a
// stroke through them are no accents to Unicode; on a keyboard without them
// people type what they look like.
func searchable(name string) string {
	var out strings.Builder
	out.Grow(len(name))
	for _, r := range norm.NFD.String(name) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain := plainLetter(r); plain != "" {
			out.WriteString(plain)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// plainLetter is what people type for a small letter that does not come apart
// into a plain one and an accent; "" for all others.
func plainLetter(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ŧ':
		return "t"
	case 'ı':
		return "i"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	}
	return ""
}

// Issue moves a pending award to issued, with its event. It reports false when
// another program was first.
func (t *Tx) Issue(a issuer.Award, at time.Time, faces []issuer.Face) (bool, error) {
	now, pending, err := t.pending(a.ID)
	if err != nil || !pending {
		return false, err
	}
	body := issuedBody{Class: a.Class, Version: a.Version, Batch: a.Batch, Row: a.Row, Person: a.Person, OnceKey: now.once, Said: saidSum(now.said)}
	for _, f := range faces {
		body.Faces = append(body.Faces, faceBody{Format: f.Format, ID: f.ID, SHA256: f.SHA256})
	}
	seq, err := t.record(at, AwardIssued, a.ID, now.nonce, body)
	if err != nil {
		return false, err
	}
	return true, t.later(nowIssued, a.ID, seq)
}

// saidColumns is everything an award's row says that its event does not repeat,
// as one text. The event keeps its hash, so that no name or date changes
// unseen, and the person's words stay in the one place they are erased from.
// Rows without further members have the hash that the first release gave them.
const saidColumns = `CASE WHEN a.valid_from IS NOT NULL THEN json_array(a.source, a.event_key, a.issued_on, a.expires, a.name, a.email,
	a.evidence, a.narrative, a.language, a.fields, a.salt, a.subject, a.replaces, a.more, a.valid_from)
	WHEN a.more IS NULL THEN json_array(a.source, a.event_key, a.issued_on, a.expires, a.name, a.email,
	a.evidence, a.narrative, a.language, a.fields, a.salt, a.subject, a.replaces)
	ELSE json_array(a.source, a.event_key, a.issued_on, a.expires, a.name, a.email,
	a.evidence, a.narrative, a.language, a.fields, a.salt, a.subject, a.replaces, a.more) END`

func saidSum(said string) string {
	sum := sha256.Sum256([]byte(said))
	return hex.EncodeToString(sum[:])
}

// issuedBody is the payload of award.issued: enough to rebuild the state.
type issuedBody struct {
	Class   string     `json:"class"`
	Version int        `json:"version"`
	Batch   string     `json:"batch"`
	Row     int        `json:"row"`
	Person  string     `json:"person"`
	OnceKey string     `json:"once_key,omitempty"`
	Said    string     `json:"said"` // hash of what the award's row says
	Faces   []faceBody `json:"faces"`
}

type faceBody struct {
	Format issuer.Format `json:"format"`
	ID     string        `json:"id"`
	SHA256 string        `json:"sha256"`
}

// Revoke takes an issued award back for good and frees the person for another.
func (t *Tx) Revoke(a issuer.Award, reason string) error {
	seq, err := t.record(t.now, AwardRevoked, a.ID, nil, map[string]any{"reason": reason})
	if err != nil {
		return err
	}
	return t.exec("UPDATE states SET state = 'revoked', reason = ?, once_key = NULL, seq = ? WHERE award = ?", reason, seq, a.ID)
}

// Suspend takes an issued award back for the time being. The person still
// holds it, so that nothing is awarded in its stead.
func (t *Tx) Suspend(a issuer.Award, reason string) error {
	seq, err := t.record(t.now, AwardSuspended, a.ID, nil, map[string]any{"reason": reason})
	if err != nil {
		return err
	}
	return t.exec("UPDATE states SET state = 'suspended', reason = ?, seq = ? WHERE award = ?", reason, seq, a.ID)
}

// Resume lets a suspended award hold again.
func (t *Tx) Resume(a issuer.Award) error {
	seq, err := t.record(t.now, AwardResumed, a.ID, nil, map[string]any{})
	if err != nil {
		return err
	}
	return t.exec("UPDATE states SET state = 'issued', reason = '', seq = ? WHERE award = ?", seq, a.ID)
}
