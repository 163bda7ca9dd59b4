package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/geom"
	"badgekiln/designer/store"
)

// walk makes a random trail of states that share layers, and tells what each
// step left.
func walk(rnd *rand.Rand, steps int, each func(designer.Trail)) {
	layer := func() *designer.Layer {
		return &designer.Layer{
			ID: fmt.Sprintf("l%d", rnd.Int()), Opacity: 1, Place: geom.Affine{A: 1, D: 1, E: rnd.Float64(), F: 3}, Fill: designer.Fill("base"),
			Shape: &designer.Shape{Kind: "ellipse", W: 10, H: float64(rnd.IntN(90) + 1)},
		}
	}
	doc := designer.Document{Name: "x", Width: 600, Height: 600, Layers: []*designer.Layer{layer(), layer()}}
	t := designer.Trail{Steps: []designer.TrailStep{{Doc: doc}}}
	serial := 0
	for range steps {
		now := t.Steps[t.Now].Doc
		switch n := rnd.IntN(6); {
		case n == 0 && t.Now > 0:
			t.Now--
		case n == 1 && t.Now < len(t.Steps)-1:
			t.Now++
		default:
			now.Layers = slices.Clone(now.Layers)
			now.Layers[rnd.IntN(len(now.Layers))] = layer()
			if rnd.IntN(3) == 0 {
				now.Layers = append(now.Layers, layer())
			}
			serial++
			t.Steps = append(slices.Clone(t.Steps[:t.Now+1]), designer.TrailStep{
				Serial: serial, Label: "step.move", At: time.Unix(int64(serial), 0).UTC(), Doc: now, Chosen: []string{now.Layers[0].ID},
			})
			if len(t.Steps) > 12 {
				t.Steps = t.Steps[1:]
			}
			t.Now = len(t.Steps) - 1
		}
		each(t)
	}
}

func docs(t designer.Trail) (out []designer.Document) {
	for _, s := range t.Steps {
		out = append(out, s.Doc)
	}
	return out
}

// TestJournalCutAnywhere: whatever was written whole before the cut is there.
func TestJournalCutAnywhere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var b bytes.Buffer
	j := store.NewJournal(&b, "a-")
	ends, trails := []int{}, []designer.Trail{}
	walk(rnd, 60, func(now designer.Trail) {
		if err := j.Put(now, nil); err != nil {
			t.Fatal(err)
		}
		ends, trails = append(ends, b.Len()), append(trails, now)
	})
	for range 300 {
		cut := rnd.IntN(b.Len() + 1)
		at, whole := slices.BinarySearch(ends, cut)
		if !whole {
			at--
		}
		kept, ok := store.ReadJournal(bytes.NewReader(b.Bytes()[:cut]))
		if ok != (at >= 0) {
			t.Fatalf("cut at %d of %d: trail is %v", cut, b.Len(), ok)
		}
		if !ok {
			continue
		}
		if kept.Trail.Now != trails[at].Now || !reflect.DeepEqual(docs(kept.Trail), docs(trails[at])) {
			t.Fatalf("cut at %d: not the states after step %d", cut, at)
		}
	}
}

// TestJournalWritesLayersOnce: a step costs what it changes.
func TestJournalWritesLayersOnce(t *testing.T) {
	var b bytes.Buffer
	j := store.NewJournal(&b, "a-")
	var layers []*designer.Layer
	for i := range 200 {
		layers = append(layers, &designer.Layer{ID: fmt.Sprint(i), Opacity: 1, Place: geom.Identity(), Shape: &designer.Shape{Kind: "ellipse", W: 1, H: 1}})
	}
	doc := designer.Document{Name: "x", Width: 600, Height: 600, Layers: layers}
	trail := designer.Trail{Steps: []designer.TrailStep{{Doc: doc}}}
	if err := j.Put(trail, nil); err != nil {
		t.Fatal(err)
	}
	first := b.Len()
	next := doc
	next.Layers = slices.Clone(layers)
	next.Layers[7] = &designer.Layer{ID: "7", Opacity: 0.5, Place: geom.Identity(), Shape: &designer.Shape{Kind: "ellipse", W: 1, H: 1}}
	trail.Steps, trail.Now = append(trail.Steps, designer.TrailStep{Serial: 1, Doc: next}), 1
	if err := j.Put(trail, nil); err != nil {
		t.Fatal(err)
	}
	if grown := b.Len() - first; grown > first/4 {
		t.Errorf("one layer of 200 cost %d bytes, all of them %d", grown, first)
	}
}

// TestJournalKeepsPictures: each is written once, by what it is named after, and
// is back with the states.
func TestJournalKeepsPictures(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	j := store.NewJournal(&b, "a-")
	picture := bytes.Repeat([]byte("a picture <&> \x00"), 4000)
	name := store.Hash(picture)
	doc := designer.Document{Name: "x", Width: 600, Height: 600, Layers: []*designer.Layer{
		{ID: "p", Opacity: 1, Place: geom.Identity(), Image: &designer.Picture{Blob: name, W: 10, H: 10}},
	}}
	trail := designer.Trail{Steps: []designer.TrailStep{{Doc: doc}}}
	if err := j.Put(trail, map[string][]byte{name: picture}); err != nil {
		t.Fatal(err)
	}
	first := b.Len()
	again := doc
	again.Name = "y"
	trail.Steps, trail.Now = append(trail.Steps, designer.TrailStep{Serial: 1, Doc: again}), 1
	if err := j.Put(trail, map[string][]byte{name: picture}); err != nil || b.Len()-first > len(picture)/10 {
		t.Errorf("the second state cost %d bytes, %v", b.Len()-first, err)
	}
	kept, ok := store.ReadJournal(bytes.NewReader(b.Bytes()))
	if !ok || !reflect.DeepEqual(docs(kept.Trail), docs(trail)) || len(kept.Blobs) != 1 || !bytes.Equal(kept.Blobs[name], picture) {
		t.Errorf("%v, %d pictures", ok, len(kept.Blobs))
	}
}

// TestJournalOfTwoWriters: the last list of states holds.
func TestJournalOfTwoWriters(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	var b bytes.Buffer
	writers := []*store.Journal{store.NewJournal(&b, "a-"), store.NewJournal(&b, "b-")}
	for range 10 {
		w := writers[rnd.IntN(2)]
		walk(rnd, 3, func(now designer.Trail) {
			// Each walk is a document of its own: another session of the writer.
			if err := store.NewJournal(&b, fmt.Sprint("c", rnd.Int(), "-")).Put(now, nil); err != nil {
				t.Fatal(err)
			}
			kept, ok := store.ReadJournal(bytes.NewReader(b.Bytes()))
			if !ok || !reflect.DeepEqual(docs(kept.Trail), docs(now)) {
				t.Fatal("not the last writer's states")
			}
		})
		if err := w.Saved("00"); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzReadJournal(f *testing.F) {
	var b bytes.Buffer
	j := store.NewJournal(&b, "a-")
	walk(rand.New(rand.NewPCG(1, 2)), 4, func(now designer.Trail) { _ = j.Put(now, map[string][]byte{}) })
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		kept, ok := store.ReadJournal(bytes.NewReader(data))
		if !ok {
			return
		}
		for _, s := range kept.Trail.Steps {
			if err := s.Doc.Check(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
