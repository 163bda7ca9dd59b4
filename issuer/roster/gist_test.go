package roster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestGistDiffersWhereThePeopleDo(t *testing.T) {
	chance := rand.New(rand.NewPCG(6, 5))
	text := func() string { return []string{"", "", "a", "b"}[chance.IntN(4)] }
	person := func() *Person {
		p := &Person{
			Name: text(), GivenName: text(), FamilyName: text(), Narrative: text(), Note: text(), Language: text(), Image: text(), Badge: text(),
			IssuedOn: Date{Precision: Precision(chance.IntN(2)), Day: int8(chance.IntN(2))},
		}
		if e := text(); e != "" {
			p.Evidence = []string{e}
		}
		for _, name := range []string{"unit", "room", "\x00"} {
			if v := text(); v != "" {
				if p.Extra == nil {
					p.Extra = map[string]string{}
				}
				p.Extra[name] = v
			}
		}
		return p
	}
	for range 20_000 {
		p, q := person(), person()
		for _, d := range []*Date{&p.IssuedOn, &q.IssuedOn} {
			if d.IsZero() {
				*d = Date{}
			}
		}
		want, got := p.differs(q), gistOf(&Row{Person: p}).differs(gistOf(&Row{Person: q}))
		if !slices.Equal(got, want) {
			t.Fatalf("%+v\n%+v\ndiffer in %q, not %q", p, q, want, got)
		}
	}
}
