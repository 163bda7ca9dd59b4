package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// rule is what a mapping says beyond one field for one column.
type rule struct {
	join     []join
	constant map[string]string // field → text for everybody
}

// join makes one field of several columns, in their order here.
type join struct {
	field   string
	columns []int
}

func (r rule) any() bool { return len(r.join) > 0 || len(r.constant) > 0 }

// joins tells whether a column is part of a join.
func (r rule) joins(column int) bool {
	for _, j := range r.join {
		if slices.Contains(j.columns, column) {
			return true
		}
	}
	return false
}

// follow gives the person at hand what the rule makes of the row.
func (c *clerk) follow(cells []string) {
	for _, j := range c.rule.join {
		var parts []string
		for _, i := range j.columns {
			if part := trim(at(cells, i)); part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) > 0 {
			c.put(j.field, j.columns[0], strings.Join(parts, " "))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(c.rule.constant)) {
		if text := c.rule.constant[field]; text != "" {
			c.put(field, -1, text)
		}
	}
}

// unworked reports formulas without a value in columns that are used.
func (c *clerk) unworked(rec *record, cells []string) (bad bool) {
	c.row = rec.row
	for _, i := range rec.unworked {
		if i < len(c.columns) && at(cells, i) == "" && slices.Contains(knownFields(), c.columns[i].Field) {
			c.report(i, "", CodeNoValue, SeverityBad, "")
			bad = true
		}
	}
	for _, i := range rec.spread {
		c.changed++
		if len(c.changes) < MaxChanges {
			c.changes = append(c.changes, Change{Row: rec.row, Column: c.label(i), Now: short(at(cells, i))})
		}
	}
	return bad
}

// isFormulaError tells what a formula shows that could not be worked out.
func isFormulaError(cell string) bool {
	switch strings.TrimRight(trim(cell), "!?") {
	case "#N/A", "#REF", "#NAME", "#VALUE", "#DIV/0", "#NULL", "#NUM", "#SPILL", "#CALC", "#GETTING_DATA", "#FIELD", "#ERROR",
		"#NV", "#BEZUG", "#WERT", "#ZAHL", "#VALEUR", "#NOM", "#NOMBRE", "#VALOR", "#¡VALOR", "#¡REF", "#¿NOMBRE", "#NOME", "#N/D", "#RIF",
		"#ARG", "#ADR", "#NAZWA", "#LICZBA", "#DZIEL/0":
		return true
	}
	rest, ok := strings.CutPrefix(cell, "Err:")
	_, isNo := number(rest, 3)
	return ok && isNo
}

// Shape is the same for lists with the same headings in the same order, and ""
// without headings. It tells nothing of the people.
func (r *Reading) Shape() string {
	if !r.Header {
		return ""
	}
	h := sha256.New()
	for _, c := range r.Columns {
		_, _ = h.Write([]byte(headerKey(c.Header) + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}
