package records

import (
	"slices"
	"testing"

	"badgekiln/app/kit/kittest"
)

// Somebody is known by several addresses, which is said and taken back where an
// award is looked at.
func TestSeveralAddressesAreOnePerson(t *testing.T) {
	f := &fake{count: 8}
	b, r := opened(t, f, kittest.English)
	r.table.Select(0)
	b.Press(t, "Details")
	b.Settle()
	b.Press(t, "Addresses of this person…")
	b.Settle()
	if can(b, "The same person") || kittest.Find(b.Top(), "Somebody else’s") != nil {
		t.Error("there is one address and none was typed, and something can be done")
	}
	b.Type(t, "Another address of the same person", "zoe@work.example")
	b.Shot(t, "records-person")
	b.Press(t, "The same person")
	if !slices.Equal(f.also, []string{"zoe@work.example"}) || !kittest.Says(b.Top(), "That is one person now") || !kittest.Says(b.Top(), "held twice") {
		t.Errorf("also known by %v", f.also)
	}
	r.person()
	b.Settle()
	b.Press(t, "Somebody else’s") // of the first address, as it comes
	if !kittest.Says(b.Top(), "The address is somebody else’s") {
		t.Error("nothing says that the address was taken apart")
	}
}
