package ledger

// Unhosted is a batch whose badges lie at no web address, and how many of them stand.
type Unhosted struct {
	Batch  string
	Awards int
}

// UnhostedOf lists the batches of an issuer that were awarded before there was a web
// space, oldest first. A batch gets its hosted credentials as a whole and in the order
// of its rows, so the last one tells.
func (t *Tx) UnhostedOf(issuer string) (list []Unhosted, err error) {
	err = t.each(`SELECT b.id, (SELECT count(*) FROM states s WHERE s.batch = b.id AND s.state IN ('issued', 'suspended')) AS standing
		FROM batches b JOIN classes c ON c.slug = b.class
		WHERE c.issuer = ? AND b.finished IS NOT NULL AND standing > 0 AND NOT EXISTS (
			SELECT 1 FROM faces f JOIN identities i ON i.id = f.identity
			WHERE i.base_url <> '' AND f.sha256 IS NOT NULL AND f.award = (
				SELECT a.id FROM awards a JOIN states s ON s.award = a.id
				WHERE a.batch = b.id AND s.state IN ('issued', 'suspended') ORDER BY a.row DESC LIMIT 1))
		ORDER BY b.planned`, []any{issuer}, func(scan func(...any) error) error {
		var one Unhosted
		err := scan(&one.Batch, &one.Awards)
		list = append(list, one)
		return err
	})
	return list, err
}
