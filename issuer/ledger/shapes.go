package ledger

import (
	"encoding/json"
	"fmt"
)

// maxShapes is how many kinds of lists are remembered; the ones used longest
// ago are forgotten.
const maxShapes = 500

// ShapeFields gives what somebody said the columns of a list with these
// headings are; nil when nobody did.
func (t *Tx) ShapeFields(shape string) (map[int]string, error) {
	var text string
	if err := t.row("SELECT fields FROM list_shapes WHERE shape = ?", shape).Scan(&text); none(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var fields map[int]string
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return nil, fmt.Errorf("read what a list's columns are: %w", err)
	}
	return fields, nil
}

// RememberShape keeps what the columns of a list with these headings are.
func (t *Tx) RememberShape(shape string, fields map[int]string) error {
	text, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("remember a list's columns: %w", err)
	}
	if err := t.exec("INSERT INTO list_shapes (shape, fields, used) VALUES (?,?,?) ON CONFLICT (shape) DO UPDATE SET fields = excluded.fields, used = excluded.used",
		shape, string(text), Stamp(t.now)); err != nil {
		return err
	}
	return t.exec("DELETE FROM list_shapes WHERE shape NOT IN (SELECT shape FROM list_shapes ORDER BY used DESC, shape LIMIT ?)", maxShapes)
}
