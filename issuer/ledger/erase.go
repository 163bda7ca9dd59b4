package ledger

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"badgekiln/issuer"
)

// Erased is what was left of somebody: the awards without a word, and what may
// still say something about the person.
type Erased struct {
	Person  string // its id
	Awards  []issuer.Award
	Faces   []issuer.Face // of those awards; the lists of those with a place in one tell
	Imports int
	// Accounts are sign-ins at backpack hosts that were the person's: their
	// tokens lie beside the keys, out of the ledger's reach.
	Accounts []string
	Left     []Finding // what the ledger cannot reach; codes of the words table ("erase.<code>")
}

// Erase takes out of the ledger everything about the owner of an address: the
// words of the awards and their credentials, the payloads of the events, the
// addresses, places in saved lists, badges taken on record. What stays are bare
// awards that are revoked, so that nothing numbered goes missing, and a chain
// that still proves itself. The failure has the code "person-unknown".
// Ledger.Scrub has to follow, which clears the file itself; where it was kept
// from that, the next Open does it.
func (t *Tx) Erase(email string) (done Erased, err error) {
	email = strings.ToLower(strings.TrimSpace(email))
	who, found, err := t.PersonByEmail(email)
	if err != nil {
		return done, err
	}
	words, err := t.wordsOf(who.ID, email)
	if err != nil {
		return done, err
	}
	if done.Imports, err = t.eraseImports(words); err != nil {
		return done, err
	}
	done.Person = who.ID
	if !found && done.Imports == 0 {
		return done, issuer.Fail(issuer.Input, "person-unknown", "email", email)
	}
	if found {
		if err := t.eraseRecords(&done); err != nil {
			return done, err
		}
	}
	if err := t.eraseMentions(words, &done); err != nil {
		return done, err
	}
	if err := t.listsNamed(words, &done); err != nil {
		return done, err
	}
	if err := t.mailNamed(words, &done); err != nil {
		return done, err
	}
	if err := t.eraseAccounts(words, &done); err != nil {
		return done, err
	}
	subject := who.ID
	if !found {
		if subject, err = t.NewID(); err != nil {
			return done, err
		}
	}
	if err := t.Record(PersonErased, subject, map[string]any{"awards": len(done.Awards), "imports": done.Imports}); err != nil {
		return done, err
	}
	return done, t.SetMeta(MetaScrub, "due")
}

// eraseRecords erases all records of a person: the head's own event says how
// much that was.
func (t *Tx) eraseRecords(done *Erased) error {
	records, err := t.Records(done.Person)
	if err != nil {
		return err
	}
	for _, id := range records {
		if err := t.eraseAwards(done, id); err != nil {
			return err
		}
		if err := t.erasePerson(id); err != nil {
			return err
		}
		if id != done.Person {
			if err := t.Record(PersonErased, id, map[string]any{}); err != nil {
				return err
			}
		}
	}
	return t.erasePictures(done.Awards)
}

// erasePictures forgets the pictures of people that awards were drawn with,
// unless somebody else's award is drawn with the same.
func (t *Tx) erasePictures(awards []issuer.Award) error {
	for _, a := range awards {
		for _, value := range a.Fields {
			hash, ok := issuer.FieldPicture(value)
			if !ok {
				continue
			}
			if err := t.exec(`DELETE FROM blobs WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM awards WHERE instr(fields, ?1) > 0)
				AND NOT EXISTS (SELECT 1 FROM issuers WHERE image = ?1) AND NOT EXISTS (SELECT 1 FROM imports WHERE picture = ?1)
				AND NOT EXISTS (SELECT 1 FROM class_versions WHERE image = ?1 OR data_image = ?1 OR design = ?1)`, hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// personWords are what a person is recognised by, in lower case.
type personWords struct {
	emails []string
	names  []string // whole names; parts of names are also other people's
}

func (w personWords) in(text string) bool {
	small := strings.ToLower(text)
	has := func(word string) bool { return strings.Contains(small, word) }
	return slices.ContainsFunc(w.emails, has) || slices.ContainsFunc(w.names, has)
}

// wordsOf gathers all addresses and names that the ledger knows of somebody.
func (t *Tx) wordsOf(person, email string) (personWords, error) {
	w := personWords{emails: []string{email}}
	take := func(to *[]string, least int) func(scan func(...any) error) error {
		return func(scan func(...any) error) error {
			var word string
			err := scan(&word)
			if word = strings.ToLower(strings.TrimSpace(word)); len(word) >= least && !slices.Contains(*to, word) {
				*to = append(*to, word)
			}
			return err
		}
	}
	if err := t.each(`SELECT email FROM addresses WHERE person IN (`+recordsOf+`)
		UNION SELECT a.email FROM states s JOIN awards a ON a.id = s.award WHERE `+anyRecordOf+` AND a.email IS NOT NULL`,
		[]any{person}, take(&w.emails, 3)); err != nil {
		return w, err
	}
	const leastName = 4 // shorter ones are found in half of all words
	return w, t.each(`SELECT name FROM persons WHERE id IN (`+recordsOf+`)
		UNION SELECT a.name FROM states s JOIN awards a ON a.id = s.award WHERE `+anyRecordOf+` AND a.name IS NOT NULL`,
		[]any{person}, take(&w.names, leastName))
}

// eraseAwards revokes what stands and takes the words out of rows, credentials
// and events.
func (t *Tx) eraseAwards(done *Erased, record string) error {
	awards, err := t.awards("WHERE s.person = ? ORDER BY a.n", record)
	if err != nil {
		return err
	}
	done.Awards = append(done.Awards, awards...)
	for _, a := range awards {
		faces, err := t.Faces(a.ID)
		if err != nil {
			return err
		}
		done.Faces = append(done.Faces, faces...)
		switch a.State {
		case issuer.Issued, issuer.Suspended:
			err = t.Revoke(a, "")
		case issuer.Pending:
			err = t.Undo(a)
		}
		if err != nil {
			return err
		}
		// An event's nonce goes with its payload: with it, a guess could be proven.
		for _, query := range []string{
			"DELETE FROM payloads WHERE seq IN (SELECT seq FROM events WHERE subject = ?)",
			"UPDATE faces SET vals = NULL, whole = NULL, nonce = NULL WHERE award = ?",
			"UPDATE states SET reason = '' WHERE award = ?",
			`UPDATE awards SET name = NULL, email = NULL, evidence = NULL, narrative = NULL, language = NULL, fields = NULL,
				salt = NULL, subject = NULL, more = NULL, nonce = NULL, event_key = NULL WHERE id = ?`,
		} {
			if err := t.exec(query, a.ID); err != nil {
				return err
			}
		}
		if err := t.eraseDeliveries(a.ID); err != nil {
			return err
		}
		if err := t.eraseHandout(a.ID); err != nil {
			return err
		}
		if err := t.erasePublished(a.ID, faces); err != nil {
			return err
		}
	}
	return t.eraseRosters(record)
}

// eraseRosters forgets what a batch keeps of a list that named nobody but
// people who are erased: its name, and the hash a list of one could be guessed
// by.
func (t *Tx) eraseRosters(person string) error {
	only := `SELECT batch FROM states WHERE person = ?1 AND batch NOT IN (
		SELECT a.batch FROM awards a JOIN persons p ON p.id = a.person WHERE p.id <> ?1 AND p.erased IS NULL)`
	if err := t.exec("DELETE FROM payloads WHERE seq IN (SELECT seq FROM events WHERE subject IN ("+only+"))", person); err != nil {
		return err
	}
	return t.exec("UPDATE batches SET roster = '', options = '{}', nonce = NULL, mark = 'erased ' || lower(hex(randomblob(16))) WHERE id IN ("+only+")", person)
}

func (t *Tx) erasePerson(id string) error {
	for _, query := range []string{
		"DELETE FROM addresses WHERE person = ?",
		"DELETE FROM list_people WHERE person = ?",
		"DELETE FROM same_people WHERE person = ?1 OR head = ?1",
	} {
		if err := t.exec(query, id); err != nil {
			return err
		}
	}
	return t.exec("UPDATE persons SET name = '', given_name = '', family_name = '', name_key = NULL, erased = ? WHERE id = ?", Stamp(t.now), id)
}

// eraseMentions takes out events and batches that name the person in passing:
// a file called after somebody, an endorsement of what somebody did. What
// issuers and badge classes say is their owner's to change, and is told of.
func (t *Tx) eraseMentions(words personWords, done *Erased) error {
	kept := []string{IssuerSet, IdentityBegan, ClassAdded, ClassEdited, ClassState, KeyMade, KeyRetired}
	var seqs []int64
	var blobs []string
	err := t.each("SELECT p.seq, e.kind, e.subject, p.body FROM payloads p JOIN events e ON e.seq = p.seq", nil, func(scan func(...any) error) error {
		var seq int64
		var kind, subject, body string
		if err := scan(&seq, &kind, &subject, &body); err != nil || !words.in(body) {
			return err
		}
		if slices.Contains(kept, kind) {
			done.Left = append(done.Left, Finding{Code: "registry", Values: issuer.KV("what", strings.SplitN(kind, ".", 2)[0], "id", subject)})
			return nil
		}
		if kind == EndorsementMade {
			var said endorsementBody
			if json.Unmarshal([]byte(body), &said) == nil {
				blobs = append(blobs, said.Blob)
			}
		}
		seqs = append(seqs, seq)
		return nil
	})
	for _, seq := range seqs {
		if err == nil {
			err = t.exec("DELETE FROM payloads WHERE seq = ?", seq)
		}
	}
	for _, blob := range blobs {
		if err == nil {
			err = t.exec("DELETE FROM blobs WHERE hash = ?", blob)
		}
	}
	if err != nil {
		return err
	}
	if err := t.eraseAnswers(words); err != nil {
		return err
	}
	return t.eraseBatchWords(words)
}

func (t *Tx) eraseBatchWords(words personWords) error {
	all, err := t.Batches()
	for _, b := range all {
		if err == nil && words.in(b.Roster+"\n"+string(b.Options)) {
			err = t.exec("UPDATE batches SET roster = '', options = '{}' WHERE id = ?", b.ID)
		}
	}
	return err
}

// eraseImports removes badges of others that are the person's: those that name
// the address or the name, or hold the address hashed with a salt.
func (t *Tx) eraseImports(words personWords) (count int, err error) {
	all, err := t.Imports()
	if err != nil {
		return 0, err
	}
	for _, one := range all {
		if !words.in(one.Source+"\n"+string(one.Fields)) && !words.inside(one.Text) {
			continue
		}
		count++
		for _, query := range []string{
			"DELETE FROM imports WHERE id = ?",
			"DELETE FROM payloads WHERE seq IN (SELECT seq FROM events WHERE subject = ?)",
		} {
			if err := t.exec(query, one.ID); err != nil {
				return count, err
			}
		}
		if err := t.exec(`DELETE FROM blobs WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM imports WHERE picture = ?1)
			AND NOT EXISTS (SELECT 1 FROM issuers WHERE image = ?1)
			AND NOT EXISTS (SELECT 1 FROM class_versions WHERE image = ?1 OR data_image = ?1 OR design = ?1)`, one.Picture); err != nil {
			return count, err
		}
	}
	return count, nil
}

// inside looks into a credential, as JSON or as a token.
func (w personWords) inside(text []byte) bool {
	if parts := strings.Split(strings.TrimSpace(string(text)), "."); len(parts) == 3 {
		if payload, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil {
			text = payload
		}
	}
	if w.in(string(text)) {
		return true
	}
	var doc any
	if json.Unmarshal(text, &doc) != nil {
		return false
	}
	var all []string
	gather(doc, &all)
	for _, email := range w.emails {
		if slices.Contains(all, issuer.IdentityHash(email, "")) {
			return true
		}
		for _, salt := range all {
			if len(salt) <= 256 && slices.Contains(all, issuer.IdentityHash(email, salt)) {
				return true
			}
		}
	}
	return false
}

func gather(value any, into *[]string) {
	switch v := value.(type) {
	case string:
		*into = append(*into, v)
	case []any:
		for _, one := range v {
			gather(one, into)
		}
	case map[string]any:
		for _, one := range v {
			gather(one, into)
		}
	}
}

// Scrub writes the file anew without anything that was deleted, and empties its
// log of changes. It reports false when another program was reading and the log
// could not be emptied; it empties itself when the last program closes.
func (l *Ledger) Scrub(ctx context.Context) (clean bool, err error) {
	if l.write == nil {
		return false, issuer.Fail(issuer.Input, "ledger-read-only", "file", l.path).At(l.path)
	}
	// The new file grows beside the old one and not in memory, see Update.
	if _, err := l.write.ExecContext(ctx, "PRAGMA temp_store = FILE; VACUUM"); err != nil {
		return false, fault(l.path, "vacuum", err)
	}
	var busy, pages, moved int
	if err := l.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil || busy != 0 {
		return false, fault(l.path, "checkpoint", err)
	}
	_, err = l.write.ExecContext(ctx, "DELETE FROM meta WHERE name = ?", MetaScrub)
	return err == nil, fault(l.path, "scrub", err)
}

// finishScrub clears the file of somebody who was erased before the program
// that did it ended. Where another one is in the way it is left to the next
// time.
func (l *Ledger) finishScrub(ctx context.Context) error {
	var due bool
	if err := l.write.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM meta WHERE name = ?)", MetaScrub).Scan(&due); err != nil || !due {
		return fault(l.path, "open", err)
	}
	_, err := l.Scrub(ctx)
	if code := issuer.CodeOf(err); code == "ledger-busy" || code == "disk-full" {
		return nil
	}
	return err
}
