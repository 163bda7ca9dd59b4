package ledger

import (
	"encoding/base32"
	"strings"

	"badgekiln/issuer"
)

// Handout is what an award is fetched by: a short code on paper, and a page on
// the web that only who has its address finds.
type Handout struct {
	Award string
	Batch string
	Code  string // eight of CodeLetters, set apart by a dash in the middle; "" without
	Claim string // the last part of the page's address, 160 random bits; "" without
	Names bool   // the page names its person
	Gone  bool   // the person was erased: what was at the page's address is not there any more
}

// CodeLetters are what short codes are made of: no two that look alike in any
// hand, and no vowels, so that no code is a word.
const CodeLetters = "234679CDFHJKMNPQRTVWXY"

// codeLength: 22^8, or 35 bits, is more than anybody tries at a desk, and short
// enough to be read out.
const codeLength = 8

// The events of handouts. Their subject is the batch.
const (
	SlipsMade  = "slips.made"
	ClaimsMade = "claims.made"
)

// ShortCode writes a code as it stands on paper, however it was typed; "" when
// it cannot be one.
func ShortCode(typed string) string {
	var code strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case strings.ContainsRune(" -–—_.·\t", r):
		case !strings.ContainsRune(CodeLetters, r) || code.Len() == codeLength:
			return ""
		default:
			code.WriteRune(r)
		}
	}
	if code.Len() != codeLength {
		return ""
	}
	return code.String()[:codeLength/2] + "-" + code.String()[codeLength/2:]
}

const handoutColumns = `SELECT h.award, h.batch, coalesce(h.code, ''), coalesce(h.claim, ''), h.names,
	EXISTS (SELECT 1 FROM awards a JOIN persons p ON p.id = a.person WHERE a.id = h.award AND p.erased IS NOT NULL) FROM handouts h `

func scanHandout(scan func(...any) error) (h Handout, err error) {
	err = scan(&h.Award, &h.Batch, &h.Code, &h.Claim, &h.Names, &h.Gone)
	return h, err
}

// Handouts lists what there is for the awards of a batch, "" of all, in the order
// of its list.
func (t *Tx) Handouts(batch string) ([]Handout, error) {
	list := []Handout{}
	err := t.each(handoutColumns+"JOIN awards n ON n.id = h.award WHERE ?1 = '' OR h.batch = ?1 ORDER BY n.n", []any{batch}, func(scan func(...any) error) error {
		h, err := scanHandout(scan)
		list = append(list, h)
		return err
	})
	return list, err
}

// HandoutOf is what there is for one award; false without.
func (t *Tx) HandoutOf(award string) (h Handout, found bool, err error) {
	return t.handout("WHERE h.award = ?", award)
}

// HandoutByCode finds a slip by its code as it was typed; code "slip-unknown" when
// there is none.
func (t *Tx) HandoutByCode(typed string) (Handout, error) {
	code := ShortCode(typed)
	h, found, err := t.handout("WHERE h.code = ?", code)
	if err == nil && (!found || code == "") {
		err = issuer.Fail(issuer.Usage, "slip-unknown", "code", typed)
	}
	return h, err
}

func (t *Tx) handout(where string, arg any) (h Handout, found bool, err error) {
	h, err = scanHandout(t.row(handoutColumns+where, arg).Scan)
	if none(err) {
		return h, false, nil
	}
	return h, err == nil, err
}

// ClaimsAfter lists handouts with a page of their own whose number is above n, at
// most so many, and says where to go on: memory does not grow with a site.
func (t *Tx) ClaimsAfter(n int64, most int) (list []Handout, next int64, err error) {
	next = n
	err = t.each("SELECT h.n, h.award FROM handouts h WHERE h.n > ? AND h.claim IS NOT NULL ORDER BY h.n LIMIT ?", []any{n, most}, func(scan func(...any) error) error {
		var h Handout
		err := scan(&next, &h.Award)
		list = append(list, h)
		return err
	})
	for i := range list {
		if err == nil {
			list[i], _, err = t.HandoutOf(list[i].Award)
		}
	}
	return list, next, err
}

// CountClaims is how many awards that stand have a page of their own under a base URL.
func (t *Tx) CountClaims(base string) (count int, err error) {
	err = t.row(`SELECT count(*) FROM handouts h JOIN states s ON s.award = h.award WHERE h.claim IS NOT NULL AND s.state = 'issued'
		AND EXISTS (SELECT 1 FROM faces f JOIN identities i ON i.id = f.identity WHERE f.award = h.award AND i.base_url = ?)`, base).Scan(&count)
	return count, err
}

// MakeSlips gives short codes to awards of a batch that have none and stand. It
// says how many are new.
func (t *Tx) MakeSlips(batch string, awards []string) (made int, err error) {
	return t.makeHandouts(SlipsMade, batch, awards, func(award string) (bool, error) {
		h, found, err := t.HandoutOf(award)
		if err != nil || found && h.Code != "" {
			return false, err
		}
		for {
			code, err := t.shortCode()
			if err != nil {
				return false, err
			}
			var taken bool
			if err := t.row("SELECT EXISTS (SELECT 1 FROM handouts WHERE code = ?)", code).Scan(&taken); err != nil {
				return false, err
			}
			if !taken {
				return true, t.exec("INSERT INTO handouts (award, batch, code) VALUES (?1, ?2, ?3) ON CONFLICT (award) DO UPDATE SET code = ?3", award, batch, code)
			}
		}
	})
}

// MakeClaims gives pages of their own to awards of a batch that have none and
// stand; names says whether the pages name their people, of older ones, too. It
// says how many are new.
func (t *Tx) MakeClaims(batch string, awards []string, names bool) (made int, err error) {
	return t.makeHandouts(ClaimsMade, batch, awards, func(award string) (bool, error) {
		h, found, err := t.HandoutOf(award)
		if err != nil {
			return false, err
		}
		if found && h.Claim != "" {
			return false, t.exec("UPDATE handouts SET names = ? WHERE award = ?", names, award)
		}
		raw, err := t.Random(20)
		if err != nil {
			return false, err
		}
		claim := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
		return true, t.exec("INSERT INTO handouts (award, batch, claim, names) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (award) DO UPDATE SET claim = ?3, names = ?4",
			award, batch, claim, names)
	})
}

func (t *Tx) makeHandouts(kind, batch string, awards []string, one func(award string) (bool, error)) (made int, err error) {
	for _, award := range awards {
		a, err := t.Award(award)
		if err != nil {
			return made, err
		}
		if a.State != issuer.Issued && a.State != issuer.Suspended {
			continue
		}
		fresh, err := one(award)
		if err != nil {
			return made, err
		}
		if fresh {
			made++
		}
	}
	if made == 0 {
		return 0, nil
	}
	return made, t.Record(kind, batch, map[string]any{"count": made})
}

// shortCode draws a code. Letters are drawn by throwing away what would make some
// likelier than others.
func (t *Tx) shortCode() (string, error) {
	code := make([]byte, 0, codeLength)
	for len(code) < codeLength {
		raw, err := t.Random(2 * codeLength)
		if err != nil {
			return "", err
		}
		for _, b := range raw {
			if int(b) < 256/len(CodeLetters)*len(CodeLetters) && len(code) < codeLength {
				code = append(code, CodeLetters[int(b)%len(CodeLetters)])
			}
		}
	}
	return ShortCode(string(code)), nil
}

// eraseHandout forgets the code of a slip. The address of a page stays, so that
// what is there can be taken away.
func (t *Tx) eraseHandout(award string) error {
	return t.exec("UPDATE handouts SET code = NULL, names = 0 WHERE award = ?", award)
}

// handoutsTold looks whether handouts belong to the awards they name.
func (c *checker) handoutsTold(t *Tx) error {
	return t.each(`SELECT h.award FROM handouts h LEFT JOIN states s ON s.award = h.award WHERE s.award IS NULL OR s.batch <> h.batch
		OR (h.code IS NOT NULL AND length(h.code) <> 9) OR (h.claim IS NOT NULL AND length(h.claim) <> 32)`, nil, func(scan func(...any) error) error {
		var award string
		err := scan(&award)
		c.find("handout", "id", award)
		return err
	})
}
