package award

import (
	"maps"

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
	for _, p := range list {
		hash, err := t.PutBlob(p.Type, p.Bytes)
		if err != nil {
			return err
		}
		fields[p.Field] = issuer.PictureField(hash)
	}
	d.planned.Fields = fields
	return nil
}
