package store

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"badgekiln/designer"
)

// MostJournal is how large the journal of a design may become, in bytes, before
// it is written anew with only what is still needed.
const MostJournal = 32 << 20

// Journal writes the states a design goes through behind each other, as lines of
// JSON. A line that was cut off by a crash ends what is read and harms nothing
// before it. A layer is written once, however many states it is part of.
//
// Several programs may write behind each other: each names its layers and steps
// by a word of its own, and the last list of states is the one that holds.
type Journal struct {
	to     io.Writer
	word   string // this writer's, in front of its numbers
	size   int
	layers map[*designer.Layer]string
	steps  map[int]string // by serial
	blobs  map[string]bool
}

// line is one line. Exactly one part is there.
type line struct {
	Layer *journalLayer `json:"layer,omitempty"`
	Step  *journalStep  `json:"step,omitempty"`
	Blob  []byte        `json:"blob,omitempty"`
	List  *journalList  `json:"list,omitempty"`
	Saved string        `json:"saved,omitempty"` // SHA-256 of the .badge that was written
}

type journalLayer struct {
	ID string     `json:"id"`
	Is *wireLayer `json:"is"`
}

type journalStep struct {
	ID     string     `json:"id"`
	Label  string     `json:"label,omitempty"`
	At     time.Time  `json:"at"`
	Chosen []string   `json:"chosen,omitempty"`
	Doc    wireDesign `json:"doc"` // without its layers
	Layers []string   `json:"layers"`
}

type journalList struct {
	Steps []string `json:"steps"`
	Now   int      `json:"now"`
}

// NewJournal writes behind what is there already. word must be another for each
// writer of one journal.
func NewJournal(to io.Writer, word string) *Journal {
	return &Journal{to: to, word: word, layers: map[*designer.Layer]string{}, steps: map[int]string{}, blobs: map[string]bool{}}
}

// Size is how many bytes were written.
func (j *Journal) Size() int { return j.size }

// Put writes what of a trail is not written yet, and which states there are now.
func (j *Journal) Put(t designer.Trail, blobs map[string][]byte) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	list := journalList{Now: t.Now}
	steps, layers := map[int]string{}, map[*designer.Layer]string{}
	for _, s := range t.Steps {
		id, known := j.steps[s.Serial]
		if !known {
			id = j.word + strconv.Itoa(s.Serial)
			step := journalStep{ID: id, Label: s.Label, At: s.At.UTC(), Chosen: s.Chosen, Layers: []string{}}
			bare := s.Doc
			bare.Layers = nil
			step.Doc = toWire(bare)
			for _, l := range s.Doc.Layers {
				step.Layers = append(step.Layers, j.layer(e, l))
			}
			if err := j.blobsOf(e, s.Doc, blobs); err != nil {
				return err
			}
			if err := e.Encode(line{Step: &step}); err != nil {
				return designer.Fail("store-unwritable").Because(err)
			}
		}
		steps[s.Serial] = id
		for _, l := range s.Doc.Layers {
			layers[l] = j.layers[l]
		}
		list.Steps = append(list.Steps, id)
	}
	if err := e.Encode(line{List: &list}); err != nil {
		return designer.Fail("store-unwritable").Because(err)
	}
	// What no state has any more is forgotten, so that a long day costs no memory.
	j.steps, j.layers = steps, layers
	return j.write(b.Bytes())
}

// layer writes a layer that is not written yet, and gives what it is called.
func (j *Journal) layer(e *json.Encoder, l *designer.Layer) string {
	if id, ok := j.layers[l]; ok && id != "" {
		return id
	}
	id := j.word + "l" + strconv.Itoa(j.size) + "-" + strconv.Itoa(len(j.layers))
	j.layers[l] = id
	w := layersToWire([]*designer.Layer{l})[0]
	_ = e.Encode(line{Layer: &journalLayer{id, w}}) // a bytes.Buffer takes all; a figure that is none was refused by Check
	return id
}

// blobsOf writes the pictures of a document that are not written yet.
func (j *Journal) blobsOf(e *json.Encoder, doc designer.Document, blobs map[string][]byte) error {
	for _, hash := range Used(doc) {
		data, ok := blobs[hash]
		if !ok || j.blobs[hash] {
			continue
		}
		j.blobs[hash] = true
		if err := e.Encode(line{Blob: data}); err != nil {
			return designer.Fail("store-unwritable").Because(err)
		}
	}
	return nil
}

// Saved writes that a state is in the .badge of this hash.
func (j *Journal) Saved(hash string) error {
	data, err := json.Marshal(line{Saved: hash})
	if err != nil {
		return designer.Fail("store-unwritable").Because(err)
	}
	return j.write(append(data, '\n'))
}

func (j *Journal) write(data []byte) error {
	j.size += len(data)
	_, err := j.to.Write(data)
	return err
}

// Kept is what a journal holds.
type Kept struct {
	Trail designer.Trail
	Blobs map[string][]byte
	Saved string // the hash of the .badge that was written last, or ""
}

// ReadJournal reads a journal up to its end or to the first line that is not
// whole. ok tells whether there is a trail in it; a journal that holds anything
// that is not sound holds none.
func ReadJournal(r io.Reader) (Kept, bool) {
	k := Kept{Blobs: map[string][]byte{}}
	layers, steps := map[string]*designer.Layer{}, map[string]designer.TrailStep{}
	var list *journalList
	in := bufio.NewReaderSize(io.LimitReader(r, 4*MostJournal), 1<<20)
	for {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) || err != nil || scan(trimmed(text)) != nil {
			break // what is behind the last line end was cut off
		}
		var l line
		if json.Unmarshal(text, &l) != nil || !l.take(&k, layers, steps) {
			break
		}
		if l.List != nil {
			list = l.List
		}
	}
	if list == nil || len(list.Steps) == 0 || list.Now < 0 || list.Now >= len(list.Steps) {
		return k, false
	}
	for i, id := range list.Steps {
		s, ok := steps[id]
		if !ok {
			return k, false
		}
		s.Serial = i
		k.Trail.Steps = append(k.Trail.Steps, s)
	}
	k.Trail.Now = list.Now
	return k, true
}

// trimmed is a line as scan measures it: a blob is no nesting, and may be large.
func trimmed(text []byte) []byte {
	if bytes.HasPrefix(text, []byte(`{"blob":`)) {
		return nil
	}
	return text
}

// take puts a line where it belongs, and tells whether it is sound.
func (l line) take(k *Kept, layers map[string]*designer.Layer, steps map[string]designer.TrailStep) bool {
	switch {
	case l.Layer != nil:
		if l.Layer.Is == nil {
			return false
		}
		made, err := layerFromWire(l.Layer.Is)
		if err != nil {
			return false
		}
		layers[l.Layer.ID] = made
	case l.Step != nil:
		l.Step.Doc.Layers = nil
		doc, err := fromWire(l.Step.Doc)
		if err != nil {
			return false
		}
		doc.Layers = make([]*designer.Layer, 0, len(l.Step.Layers))
		for _, id := range l.Step.Layers {
			one, ok := layers[id]
			if !ok {
				return false
			}
			doc.Layers = append(doc.Layers, one)
		}
		if doc.Check() != nil {
			return false
		}
		steps[l.Step.ID] = designer.TrailStep{Label: l.Step.Label, At: l.Step.At, Doc: doc, Chosen: slices.Clone(l.Step.Chosen)}
	case l.Blob != nil:
		k.Blobs[Hash(l.Blob)] = l.Blob
	case l.Saved != "":
		k.Saved = l.Saved
	}
	return true
}

// To has what comes from now on written elsewhere, behind what was written.
func (j *Journal) To(w io.Writer) { j.to = w }
