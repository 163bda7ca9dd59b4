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
