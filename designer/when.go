package designer

import "slices"

// When says for whom a layer is there: by what one merge field holds.
type When struct {
	Field string
	Test  Test
	Value string // of Equals and Differs; several are set apart by |
}

// Test is what a merge field is asked.
type Test string

// The tests. Values are compared without regard to case and to space around
// them. A field that nothing is known of yet shows the layer, so that it can be
// worked on.
const (
	Filled  Test = "filled"
	Blank   Test = "blank"
	Equals  Test = "equals"
	Differs Test = "differs"
)

// Tests lists the tests.
func Tests() []Test { return []Test{Filled, Blank, Equals, Differs} }

// Of fields and of what is compared with them.
const (
	MostField = 200  // bytes of a name
	MostValue = 2000 // bytes
)

func (w *When) sound() bool {
	return w == nil || w.Field != "" && len(w.Field) <= MostField && len(w.Value) <= MostValue && slices.Contains(Tests(), w.Test)
}
