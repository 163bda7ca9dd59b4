package ledger_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"testing"

	"badgekiln/issuer/ledger"
)

func TestShapesOfListsAreRemembered(t *testing.T) {
	t.Parallel()
	l := open(t, filepath.Join(t.TempDir(), "l.db"))
	err := l.Update(t.Context(), func(tx *ledger.Tx) error {
		if fields, err := tx.ShapeFields("a"); fields != nil || err != nil {
			t.Errorf("%v %v", fields, err)
		}
		for _, said := range []map[int]string{{0: "name", 2: "none"}, {1: "email"}} {
			if err := tx.RememberShape("a", said); err != nil {
				return err
			}
			if fields, err := tx.ShapeFields("a"); !maps.Equal(fields, said) {
				t.Errorf("%v %v, want %v", fields, err, said)
			}
		}
		for i := range 600 {
			if err := tx.RememberShape(fmt.Sprintf("b%03d", i), nil); err != nil {
				return err
			}
		}
		if fields, err := tx.ShapeFields("b599"); fields != nil || err != nil {
			t.Errorf("%v %v", fields, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
