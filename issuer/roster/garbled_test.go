package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"badgekiln/issuer/roster"
)

// TestGarbledNames: a name that was saved in a wrong encoding before stays as it
// is, and what it was meant to say is offered.
func TestGarbledNames(t *testing.T) {
	t.Parallel()
	r := parse(t, "name,email\nÃ„nne MÃ¼ller,a@x.org\nÐ˜Ð²Ð°Ð½,h@x.org\nÄnne Müller,b@x.org\nSÃO PAULO,c@x.org\nÂngela,d@x.org\nAda,e@x.org\n", roster.Options{})
	var got []string
	for _, p := range r.Problems {
		got = append(got, p.Code+" "+p.Suggestion)
	}
	if diff := cmp.Diff([]string{"garbled-text Änne Müller", "garbled-text Иван"}, got); diff != "" {
		t.Error(diff)
	}
	if r.People.Len() != 6 || r.People.List()[0].Name != "Ã„nne MÃ¼ller" {
		t.Errorf("%d people, the first is %s", r.People.Len(), r.People.List()[0].Name)
	}
}
