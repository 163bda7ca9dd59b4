package ledger

import "crypto/sha256"

// ClaimMark is a handout with a page of its own as far as that page and the picture
// beside it depend on the ledger.
type ClaimMark struct {
	Handout
	N        int64 // its number, to go on after
	Class    string
	Version  int
	Language string
	Here     bool // something of its award lies under the base URL
	// Words is all that the ledger says of handout, award and its faces, as one text
	// that differs when anything does.
	Words string
	// Inputs is what the page on the target was made of; zero for one that is not
	// there, or of which nobody said so.
	Inputs [sha256.Size]byte
}

const (
	claimMarkSelect = `SELECT h.n, h.award, h.batch, h.claim, h.names, a.class, a.version, coalesce(a.language, ''),
		json_array(s.state, s.reason, h.names, a.person, a.issued_on, a.expires, a.valid_from, a.name, a.evidence, a.narrative, a.more),
		(SELECT coalesce(group_concat(json_array(f.id, f.format, hex(f.sha256), f.identity, f.created, f.vals IS NULL AND f.whole IS NULL) ORDER BY f.n), '')
			FROM faces f JOIN identities i ON i.id = f.identity WHERE f.award = h.award AND i.base_url = ?1 AND f.sha256 IS NOT NULL), `
	claimMarkFrom   = ` FROM handouts h JOIN awards a ON a.id = h.award JOIN states s ON s.award = a.id `
	claimMarksAfter = claimMarkSelect + "coalesce(p.inputs, x'')" + claimMarkFrom + `LEFT JOIN published p ON p.target = ?2 AND p.path = 'c/' || h.claim || '.html'
		WHERE h.claim IS NOT NULL AND h.n > ?3 ORDER BY h.n LIMIT ?4`
	claimMarkOf = claimMarkSelect + "x''" + claimMarkFrom + "WHERE h.claim = ?2"
)

// ClaimMarks lists up to limit handouts with pages of their own, in order, beginning
// after number n, with what tells whether the pages are still right on a target.
func (t *Tx) ClaimMarks(base, target string, n int64, limit int) ([]ClaimMark, error) {
	return t.claimMarks(claimMarksAfter, base, target, n, limit)
}

// ClaimMarkOf tells the same of one page, but nothing of a target.
func (t *Tx) ClaimMarkOf(base, claim string) (mark ClaimMark, found bool, err error) {
	list, err := t.claimMarks(claimMarkOf, base, claim)
	if err != nil || len(list) == 0 {
		return mark, false, err
	}
	return list[0], true, nil
}

func (t *Tx) claimMarks(query string, args ...any) (list []ClaimMark, err error) {
	err = t.each(query, args, func(scan func(...any) error) error {
		var one ClaimMark
		var own string
		var inputs []byte
		err := scan(&one.N, &one.Award, &one.Batch, &one.Claim, &one.Names, &one.Class, &one.Version, &one.Language, &one.Words, &own, &inputs)
		one.Here, one.Words = own != "", one.Words+own
		copy(one.Inputs[:], inputs)
		list = append(list, one)
		return err
	})
	return list, err
}
