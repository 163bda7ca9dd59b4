package dense_test

import (
	"encoding/binary"
	"hash/maphash"
	"strconv"
	"strings"
	"testing"

	"badgekiln/issuer/dense"
)

func TestRecordsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	var s dense.Store
	refs := make([]dense.Ref, 5000)
	long := strings.Repeat("long ", 300_000)
	for i := range refs {
		rec := binary.AppendUvarint(nil, uint64(i))
		rec = dense.AppendText(rec, "person"+strconv.Itoa(i))
		rec = s.AppendWord(rec, "class "+strconv.Itoa(i%3))
		rec = dense.AppendText(rec, "")
		if i == 77 {
			rec = dense.AppendText(rec, long)
		}
		refs[i] = s.Put(rec)
	}
	for i, ref := range refs {
		r := s.Read(ref)
		if n, name, word, empty := r.Number(), r.Text(), r.Text(), r.Text(); n != uint64(i) || name != "person"+strconv.Itoa(i) || word != "class "+strconv.Itoa(i%3) || empty != "" {
			t.Fatalf("%d came back as %d %q %q %q", i, n, name, word, empty)
		}
		if i == 77 && r.Text() != long {
			t.Error("a long text is another")
		}
	}
	if most := len(long) + 5000*24 + 2<<20; s.Size() > most {
		t.Errorf("%d bytes, more than %d", s.Size(), most)
	}
}

func TestManyWordsAreStillTexts(t *testing.T) {
	t.Parallel()
	var s dense.Store
	var refs []dense.Ref
	for i := range 70_000 {
		refs = append(refs, s.Put(s.AppendWord(nil, "word "+strconv.Itoa(i))))
	}
	for i, ref := range refs {
		r := s.Read(ref)
		if got := r.Text(); got != "word "+strconv.Itoa(i) {
			t.Fatalf("%d came back as %q", i, got)
		}
	}
}

func TestIndexFindsWhatWasAddedAndNothingElse(t *testing.T) {
	t.Parallel()
	var x dense.Index
	seed := maphash.MakeSeed()
	name := func(i int) string { return "person " + strconv.Itoa(i) }
	find := func(text string) (int, bool) {
		return x.Find(maphash.String(seed, text), func(place int) bool { return name(place) == text })
	}
	if _, found := find("nobody"); found {
		t.Error("found in nothing")
	}
	for i := range 20_000 {
		if _, found := find(name(i)); found {
			t.Fatalf("%d is found before it is there", i)
		}
		x.Add(maphash.String(seed, name(i)), i)
	}
	for i := range 20_000 {
		if got, found := find(name(i)); !found || got != i {
			t.Fatalf("%d is found as %d, %v", i, got, found)
		}
	}
	if _, found := find("nobody"); found || x.Len() != 20_000 {
		t.Errorf("nobody is found %v among %d", found, x.Len())
	}
}

func TestRowsGrowAndShrink(t *testing.T) {
	t.Parallel()
	var r dense.Rows[int]
	for i := range 10_000 {
		r.Append(i)
	}
	*r.At(9000) = -1
	for r.Len() > 8192 {
		if i := r.Len() - 1; *r.At(i) != i && i != 9000 {
			t.Fatalf("%d is %d", i, *r.At(i))
		}
		r.Drop()
	}
	r.Append(7)
	if r.Len() != 8193 || *r.At(8192) != 7 || *r.At(8191) != 8191 {
		t.Errorf("%d rows", r.Len())
	}
}

// TestIndexAsksAboutAlikesOnly: whoever compares is not asked about what has another
// hash.
func TestIndexAsksAboutAlikesOnly(t *testing.T) {
	t.Parallel()
	var x dense.Index
	for i := range 8 {
		x.Add(uint64(i)<<36, i) // all of one slot
	}
	asked := 0
	if _, found := x.Find(3<<36, func(place int) bool { asked++; return place == 3 }); !found || asked != 1 {
		t.Errorf("found %v after %d questions", found, asked)
	}
	if _, found := x.Find(9<<36, func(int) bool { asked++; return true }); found || asked != 1 {
		t.Errorf("found %v after %d questions", found, asked)
	}
}

// TestRowsShrinkPastAPart: what is appended after many were dropped lies where it is
// looked for.
func TestRowsShrinkPastAPart(t *testing.T) {
	t.Parallel()
	var r dense.Rows[int]
	for i := range 8193 {
		r.Append(i)
	}
	for r.Len() > 8190 {
		r.Drop()
	}
	for i := range 10 {
		r.Append(-i)
	}
	for i := range 10 {
		if got := *r.At(8190 + i); got != -i {
			t.Errorf("%d is %d", 8190+i, got)
		}
	}
	for r.Len() > 0 {
		r.Drop()
	}
	r.Append(5)
	if r.Len() != 1 || *r.At(0) != 5 {
		t.Errorf("%d rows", r.Len())
	}
}

// TestLongWordsAreNotKeptApart: words that together are too long stand in their
// records.
func TestLongWordsAreNotKeptApart(t *testing.T) {
	t.Parallel()
	var s dense.Store
	var inside int
	for i := range 6 {
		word := strings.Repeat(strconv.Itoa(i), 1<<20)
		rec := s.AppendWord(nil, word)
		if len(rec) > len(word) {
			inside++
		}
		ref := s.Put(rec)
		if r := s.Read(ref); r.Text() != word {
			t.Errorf("word %d is another", i)
		}
	}
	if inside != 2 {
		t.Errorf("%d of 6 words stand in their records", inside)
	}
}

// TestRecordsStayWhereTheyLie: what was handed out is the record, also after others
// came that nearly filled its piece.
func TestRecordsStayWhereTheyLie(t *testing.T) {
	t.Parallel()
	for second := 100; second < 130; second++ {
		var s dense.Store
		ref := s.Put(make([]byte, 900))
		here := s.Bytes(ref)
		s.Put(make([]byte, second))
		here[0] = 7
		if s.Bytes(ref)[0] != 7 {
			t.Fatalf("a record of %d bytes behind it moved it", second)
		}
	}
}
