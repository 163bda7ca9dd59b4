package ledger

import (
	"crypto/sha256"
	"maps"
	"slices"

	"badgekiln/issuer"
)

// Lying is a file that lies on a target: its SHA-256, and that of what it was
// made of, where somebody said it (zero otherwise).
type Lying struct {
	Sum    [sha256.Size]byte
	Inputs [sha256.Size]byte
}

// AnyPublished tells whether anything lies on a target.
func (t *Tx) AnyPublished(target string) (found bool, err error) {
	err = t.row("SELECT EXISTS (SELECT 1 FROM published WHERE target = ?)", target).Scan(&found)
	return found, err
}

// Published tells what lies on a target at some paths; those with nothing are
// left out.
func (t *Tx) Published(target string, paths []string) (map[string]Lying, error) {
	all := make(map[string]Lying, len(paths))
	for _, path := range paths {
		var sum, inputs []byte
		err := t.row("SELECT sha256, coalesce(inputs, x'') FROM published WHERE target = ? AND path = ?", target, path).Scan(&sum, &inputs)
		if none(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var one Lying
		copy(one.Sum[:], sum)
		copy(one.Inputs[:], inputs)
		all[path] = one
	}
	return all, nil
}

// NotePublished writes down what lies on a target now. The awards of the files
// have left the house.
func (t *Tx) NotePublished(target string, files map[string]Lying) error {
	out := map[string]bool{}
	for path, one := range files {
		if err := t.exec(`INSERT INTO published (target, path, sha256, inputs) VALUES (?,?,?,?)
			ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, inputs = excluded.inputs`, target, path, one.Sum[:], inputsOf(one)); err != nil {
			return err
		}
		id, ours := issuer.FaceOfPath(path)
		if !ours {
			continue
		}
		var award string
		if err := t.row("SELECT award FROM faces WHERE id = ?", id).Scan(&award); err != nil && !none(err) {
			return err
		} else if err == nil {
			out[award] = true
		}
	}
	return t.MarkReleased(ReleasedSite, t.now, slices.Collect(maps.Keys(out))...)
}

// NoteInputs writes down what files that lie on a target already would be made of
// today: they came out the same.
func (t *Tx) NoteInputs(target string, files map[string]Lying) error {
	for path, one := range files {
		if err := t.exec("UPDATE published SET inputs = ? WHERE target = ? AND path = ? AND sha256 = ?", inputsOf(one), target, path, one.Sum[:]); err != nil {
			return err
		}
	}
	return nil
}

func inputsOf(one Lying) []byte {
	if one.Inputs == [sha256.Size]byte{} {
		return nil
	}
	return one.Inputs[:]
}

// erasePublished forgets the hashes of an award's public files, which a page that
// named somebody could be guessed by. What lies there is sent again.
func (t *Tx) erasePublished(award string, faces []issuer.Face) error {
	forget := "UPDATE published SET sha256 = zeroblob(32), inputs = NULL WHERE target IN (SELECT name FROM targets) AND path "
	if err := t.exec(forget+`IN (SELECT '`+issuer.ClaimFolder+`' || h.claim || e.value FROM handouts h, json_each('[".html", ".png", ".svg"]') e
		WHERE h.award = ? AND h.claim IS NOT NULL)`, award); err != nil {
		return err
	}
	for _, f := range faces {
		for _, path := range []string{issuer.FacePath(f.ID), issuer.FacePagePath(f.ID), issuer.TokenPath(f.ID), issuer.GonePath(f.ID), issuer.TokenPath(f.ID) + issuer.GoneExt} {
			if err := t.exec(forget+"= ?", path); err != nil {
				return err
			}
		}
	}
	return nil
}

// HostedMark is a signed face as far as its public files depend on it, without
// reading or checking its bytes.
type HostedMark struct {
	N        int64 // its number, to go on after
	ID       string
	Format   issuer.Format
	Class    string
	Version  int
	Language string
	State    issuer.State
	Bare     bool // of a person who was erased: there are no bytes
	// Words is all that the ledger says of face and award, as one text that
	// differs when anything does.
	Words string
	// Inputs is what the face's page on the target was made of; zero for a page
	// that is not there, or of which nobody said so.
	Inputs [sha256.Size]byte
}

// HostedMarks lists up to limit signed faces of a base URL's identities as
// HostedAfter does, but only what tells whether their files are still right.
func (t *Tx) HostedMarks(base, target string, n int64, limit int) ([]HostedMark, error) {
	list := make([]HostedMark, 0, limit)
	err := t.each(`SELECT f.n, f.id, f.format, a.class, a.version, coalesce(a.language, ''), s.state, f.vals IS NULL AND f.whole IS NULL,
			json_array(hex(f.sha256), f.identity, f.award, f.key, f.created, a.person, a.issued_on, a.expires, a.valid_from, a.name, a.email, a.evidence,
				a.narrative, a.subject, a.salt, a.more, s.reason),
			coalesce(p.inputs, x'')
		FROM faces f JOIN identities i ON i.id = f.identity JOIN awards a ON a.id = f.award JOIN states s ON s.award = a.id
		LEFT JOIN published p ON p.target = ?2 AND p.path = 'a/' || substr(f.id, 1, 2) || '/' || f.id || '.html'
		WHERE i.base_url = ?1 AND f.n > ?3 AND f.sha256 IS NOT NULL ORDER BY f.n LIMIT ?4`, []any{base, target, n, limit},
		func(scan func(...any) error) error {
			var one HostedMark
			var inputs []byte
			err := scan(&one.N, &one.ID, &one.Format, &one.Class, &one.Version, &one.Language, &one.State, &one.Bare, &one.Words, &inputs)
			copy(one.Inputs[:], inputs)
			list = append(list, one)
			return err
		})
	return list, err
}

// Hosted reads one signed face with its award, for publishing. last is the award
// of the face before: faces of one award stand side by side.
func (t *Tx) Hosted(id string, last issuer.Award) (h HostedFace, err error) {
	if h.Face, _, err = t.FaceByID(id); err != nil {
		return h, err
	}
	if h.Award = last; last.ID != h.Face.Award {
		if h.Award, err = t.Award(h.Face.Award); err != nil {
			return h, err
		}
	}
	if h.Bytes, err = t.FaceBytes(id); issuer.CodeOf(err) == "face-erased" {
		err = nil
	}
	return h, err
}
