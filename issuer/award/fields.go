package award

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
)

// fieldsBeside is what a row says beyond the credential, for the picture: its
// other columns, and those of ours that an award has no place for. Nothing a
// list says names a picture of the ledger; that is for pictured to do.
func fieldsBeside(p *roster.Person) map[string]string {
	own := map[string]string{
		roster.FieldGivenName: p.GivenName, roster.FieldFamilyName: p.FamilyName, roster.FieldBadge: p.Badge,
	}
	fields := p.Extra
	cloned := false
	put := func(name, text string) {
		if !cloned { // the list is planned again
			fields, cloned = maps.Clone(p.Extra), true
			if fields == nil {
				fields = map[string]string{}
			}
		}
		if fields[name] = text; text == "" {
			delete(fields, name)
		}
	}
	for name, text := range own {
		if text != "" {
			put(name, text)
		}
	}
	for name, text := range p.Extra {
		if _, forged := issuer.FieldPicture(text); forged {
			put(name, "")
		}
	}
	return fields
}

// pictured stores the pictures of a row that is about to be written.
func pictured(t *ledger.Tx, r Request, d *draft) error {
	if r.Pictures == nil {
		return nil
	}
	list, err := r.Pictures(d.planned.Row)
	if err != nil || len(list) == 0 {
		return err
	}
	fields := maps.Clone(d.planned.Fields)
	if fields == nil {
		fields = map[string]string{}
	}
	d.planned.Fields = fields
	return put(t, list, fields)
}

// put stores pictures under their names among fields.
func put(t *ledger.Tx, list []Picture, fields map[string]string) error {
	for _, p := range list {
		hash, err := t.PutBlob(p.Type, p.Bytes)
		if err != nil {
			return err
		}
		fields[p.Field] = issuer.PictureField(hash)
	}
	return nil
}

// over lays what is different over fields. Pictures are known by what they will
// be stored as, so that the same again is no difference.
func (b *Beside) over(fields map[string]string) (out map[string]string, changed bool) {
	if out = maps.Clone(fields); out == nil {
		out = map[string]string{}
	}
	for name, text := range b.Fields {
		if _, forged := issuer.FieldPicture(text); text == "" || forged {
			delete(out, name)
		} else {
			out[name] = text
		}
	}
	for _, p := range b.Pictures {
		sum := sha256.Sum256(p.Bytes)
		out[p.Field] = issuer.PictureField(hex.EncodeToString(sum[:]))
	}
	return out, !maps.Equal(fields, out)
}

// painted gives the fields of a row that a held award's picture shows with
// another value, by the names they have there. A picture among them is known by
// its bytes, which a plan does not read, and an award of an older version of the
// class has another design.
func (pl *planner) painted(held issuer.Award, fields map[string]string) map[string]string {
	if pl.r.Painted == nil || held.Version != pl.class.Version {
		return nil
	}
	var out map[string]string
	for name, text := range fields {
		known := name
		for other := range held.Fields {
			if strings.EqualFold(other, name) {
				known = other
			}
		}
		was := held.Fields[known]
		if _, picture := issuer.FieldPicture(was); picture || text == "" || text == was || !pl.r.Painted(name) {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[known] = text
	}
	return out
}

// FieldsBeside is what a row says beyond the credential, for the picture.
func FieldsBeside(p *roster.Person) map[string]string { return fieldsBeside(p) }
