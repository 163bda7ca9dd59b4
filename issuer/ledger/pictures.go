package ledger

import (
	"encoding/json"

	"badgekiln/issuer"
)

// pictures looks for those of people that awards are drawn with: without one
// the picture of a badge could not be made again.
func (c *checker) pictures(t *Tx) error {
	named := map[string][]string{} // blob → awards
	err := t.each(`SELECT id, fields FROM awards WHERE instr(fields, '"blob:') > 0`, nil, func(scan func(...any) error) error {
		var id, text string
		var fields map[string]string
		if err := scan(&id, &text); err != nil {
			return err
		}
		_ = json.Unmarshal([]byte(text), &fields) // a damaged one is told of elsewhere
		for _, value := range fields {
			if hash, ok := issuer.FieldPicture(value); ok {
				named[hash] = append(named[hash], id)
			}
		}
		return nil
	})
	if err != nil || len(named) == 0 {
		return err
	}
	err = t.each("SELECT hash FROM blobs", nil, func(scan func(...any) error) error {
		var hash string
		err := scan(&hash)
		delete(named, hash)
		return err
	})
	for _, awards := range named {
		for _, id := range awards {
			c.find("picture-gone", "id", id)
		}
	}
	return err
}
