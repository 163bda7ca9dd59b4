package typeset_test

import (
	"math/rand/v2"
	"testing"

	"badgekiln/designer"
)

// What is taken for a run of Latin letters is one run by the segmenter, too, of
// the same font, script and language.
func TestLatinIsOneRun(t *testing.T) {
	t.Parallel()
	letters := []rune(" AVTo.,'-()[]{}<>\"/&0123456789äÖßÅłŻźđặƎǺȘṡẞỹ×÷·–—…ƀǅɏáé")
	r := rand.New(rand.NewPCG(3, 1))
	taken := 0
	for range 20000 {
		text := make([]rune, 1+r.IntN(12))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
			if r.IntN(3) > 0 {
				text[i] = rune(' ' + r.IntN(95)) // #nosec G115 -- ASCII
			}
			if r.IntN(60) == 0 {
				text[i] = rune(r.IntN(0x2100)) // #nosec G115 -- any
			}
		}
		ok, other := fonts().Latin(text, designer.Font{Family: []string{"sans-bold", "mono", "serif"}[r.IntN(3)]})
		if other != "" {
			t.Fatalf("%q is %s", string(text), other)
		}
		if ok {
			taken++
		}
	}
	if taken < 5000 {
		t.Errorf("%d texts only are taken for Latin", taken)
	}
}
