package pngenc

import (
	"encoding/binary"
	"hash/crc32"
	"image"
	"slices"

	"badgekiln/designer"
)

// Rows is a range of rows of a picture, without its end.
type Rows struct{ From, To int }

// Patch is what one picture of a series shows differently.
type Patch interface {
	// Rect is where, inside one band of the series.
	Rect() image.Rectangle
	// Row fills in the pixels of Rect's row y, alpha not multiplied in.
	Row(y int, pix []byte)
}

// Series makes files of pictures that differ from each other in a few bands of
// rows only, and there in a rectangle. Everything else is packed once, as
// tightly as it goes. It never changes and serves any number of goroutines.
type Series struct {
	size  image.Point
	row   int // bytes of a filtered row
	bands []band
	table *table
	parts [][]byte // ready bytes before, between and behind the bands
	sums  adler    // of the base
	rest  *image.NRGBA
}

// band is the rows of one place that differ.
type band struct {
	Rows
	of    int       // which of the bands that were asked for it is a part of
	still []byte    // a chunk of it as it is at rest, packed as what never differs; nil: not made
	turn  [2]weight // what the rows in still weigh, and what they do in base
	base  []byte    // filtered, with room behind
	left  []byte    // straight pixels, rows without gaps
	sums  []weight
	coded []byte  // base as a block writes it, row by row
	knots []knot  // where a row can be left and entered, row by row
	first []int32 // the first knot of each row, and the end of all
	runs  []run   // what is alike in each row
	rows  []int32 // the first of each row, and the end of all
}

// knot is a place in a filtered row at which a word of the code begins.
type knot struct{ place, bit uint32 }

// knotGap is how far knots are apart at least; reach is how far from what
// changes a row may be written anew.
const (
	knotGap = 32
	reach   = mostMatch + knotGap + 8
)

// Desk is what one goroutine needs to write a file.
type Desk struct {
	now, above []byte // two filtered rows
	pix        []byte
	out        bitOut
	tally      *tally       // what is written is counted instead; nil usually
	picture    *image.NRGBA // one that was packed whole

	clusters   []cluster
	looks      map[lookKey]*look
	lookSeries *Series // whose these are
	lookBytes  int
}

// NewSeries prepares pictures like base, which is not to be changed any more. Bands are in order and do not touch;
// samples show what a table is trained with: one patch, or nil, for each band.
func NewSeries(base *image.NRGBA, bands []Rows, samples [][]Patch) (*Series, error) {
	s := &Series{size: base.Rect.Size(), row: 1 + 4*base.Rect.Dx(), rest: base}
	if s.row > 1<<15 { // a row must lie within the window
		return nil, designer.Fail("picture-size")
	}
	end := 0
	for i, r := range bands {
		if r.From < end || r.To <= r.From || r.To > s.size.Y {
			return nil, designer.Fail("picture-size")
		}
		end = r.To
		for _, part := range split(r, i, samples) {
			s.bands = append(s.bands, s.band(base, part))
			s.bands[len(s.bands)-1].of = i
		}
	}
	s.train(nil)
	s.train(samples)
	return s, s.pack(base, samples)
}

// split cuts off the rows of a band that few samples reach: those of letters that
// are higher or deeper than most.
func split(r Rows, band int, samples [][]Patch) []Rows {
	const few = 8 // rows that are not worth it
	var tops, feet []int
	for _, patches := range samples {
		if band < len(patches) && patches[band] != nil {
			at := patches[band].Rect()
			tops, feet = append(tops, at.Min.Y), append(feet, at.Max.Y)
		}
	}
	if len(tops) == 0 {
		return []Rows{r}
	}
	slices.Sort(tops)
	slices.Sort(feet)
	core := Rows{max(tops[len(tops)/3], r.From), min(feet[len(feet)*2/3]+1, r.To)}
	if core.From-r.From < few {
		core.From = r.From
	}
	if r.To-core.To < few {
		core.To = r.To
	}
	if core.From >= core.To {
		return []Rows{r}
	}
	var out []Rows
	for _, part := range []Rows{{r.From, core.From}, core, {core.To, r.To}} {
		if part.From < part.To {
			out = append(out, part)
		}
	}
	return out
}

// touches tells whether a patch changes rows of the band.
func (b *band) touches(p Patch) bool {
	return p != nil && p.Rect().Min.Y < b.To && p.Rect().Max.Y > b.From && !p.Rect().Empty()
}

// rests tells whether some pictures leave the band as it is.
func (b *band) rests(samples [][]Patch) bool {
	return slices.ContainsFunc(samples, func(patches []Patch) bool { return b.of < len(patches) && !b.touches(patches[b.of]) })
}

func (s *Series) band(base *image.NRGBA, r Rows) band {
	n := r.To - r.From
	b := band{Rows: r, base: make([]byte, n*s.row, n*s.row+8), left: make([]byte, n*(s.row-1))}
	for y := range n {
		row := base.Pix[(r.From+y)*base.Stride:][:s.row-1]
		copy(b.left[y*(s.row-1):], row)
		to := b.base[y*s.row:][:s.row]
		to[0] = 1
		subtract(to[1:], row)
		b.sums = rowWeights(b.sums, to)
		b.rows = append(b.rows, int32(len(b.runs))) // #nosec G115 -- few
		b.runs = calm(b.runs, to)
	}
	b.rows = append(b.rows, int32(len(b.runs))) // #nosec G115 -- few
	return b
}

// train makes the table: for what the bands look like at rest, which is where
// a row is entered and left, and for the samples.
func (s *Series) train(samples [][]Patch) {
	t := &tally{}
	if s.table == nil { // any table serves to count with
		s.table = newTable(t, s.row)
	}
	d := &Desk{tally: t}
	d.ready(s)
	for i := range s.bands {
		b := &s.bands[i]
		for y := range b.To - b.From {
			t.count(b.base[y*s.row:][:s.row], b.above(y, s.row), 0, s.row)
		}
		t.length[endOfBlock]++
	}
	for _, patches := range samples {
		for i := range s.bands {
			if b := &s.bands[i]; b.of < len(patches) && b.touches(patches[b.of]) {
				d.out.at = 0
				d.band(s, b, patches[b.of], nil)
			}
		}
	}
	s.table = newTable(t, s.row)
	for i := range s.bands {
		s.code(&s.bands[i])
	}
}

// above is the row above one of the band, nil for its first.
func (b *band) above(y, row int) []byte {
	if y == 0 {
		return nil
	}
	return b.base[(y-1)*row:][:row]
}

// code writes the band as it is at rest.
func (s *Series) code(b *band) {
	d := &Desk{}
	b.knots, b.first = b.knots[:0], b.first[:0]
	for y := range b.To - b.From {
		b.first = append(b.first, int32(len(b.knots))) // #nosec G115 -- few
		d.out.grow(2 * s.row)
		place := 0
		cur, above := b.base[y*s.row:][:s.row], b.above(y, s.row)
		for place < s.row {
			b.knots = append(b.knots, knot{uint32(place), d.out.place()}) // #nosec G115 -- below 2³²
			place = d.stretch(s.table, cur, above, place)
		}
	}
	b.first = append(b.first, int32(len(b.knots)))                // #nosec G115 -- few
	b.knots = append(b.knots, knot{uint32(s.row), d.out.place()}) // #nosec G115 -- below 2³²
	b.coded = append(d.out.out[:d.out.at:d.out.at], make([]byte, 16)...)
	binary.LittleEndian.PutUint64(b.coded[d.out.at:], d.out.word)
}

// stretch writes a little of a row and tells where it stopped.
func (d *Desk) stretch(t *table, cur, above []byte, at int) int {
	for stop := min(at+knotGap, len(cur)); at < stop; {
		room := min(len(cur)-at, mostMatch)
		long := min(room, 4)
		if room >= 4 && at >= 4 {
			if n, _ := repeated(cur, above, at, room); n > 0 {
				long = n
			}
		}
		d.write(t, cur, above, at, at+long)
		at += long
	}
	return at
}

// place is how many bits have been put.
func (b *bitOut) place() uint32 { return uint32(b.at)*8 + uint32(b.n) } // #nosec G115 -- a band

// pack makes what is the same in every file.
func (s *Series) pack(base *image.NRGBA, samples [][]Patch) error {
	head := header(s.size)
	raw := make([]byte, 0, s.size.Y*s.row)
	from := 0
	for i := 0; i <= len(s.bands); i++ {
		to, last := s.size.Y, true
		if i < len(s.bands) {
			to, last = s.bands[i].From, false
		}
		var packed, rows []byte
		var err error
		if to > from || last {
			if packed, rows, err = still(base, from, to, last); err != nil {
				return err
			}
		}
		if i == 0 {
			packed = append([]byte{0x78, 0xda}, packed...)
		}
		var part []byte
		if len(packed) > 0 {
			part = chunk(nil, "IDAT", packed)
		}
		if i == 0 {
			part = append(head, part...)
		}
		s.parts = append(s.parts, part)
		raw = append(raw, rows...)
		if !last {
			rest, err := s.bands[i].rest(base, samples)
			if err != nil {
				return err
			}
			raw = append(raw, rest...)
			from = s.bands[i].To
		}
	}
	s.sums = adlerOf(raw)
	return nil
}

// rest packs a band that often stays as it is, and gives its rows.
func (b *band) rest(base *image.NRGBA, samples [][]Patch) ([]byte, error) {
	if !b.rests(samples) {
		return b.base, nil
	}
	packed, rows, err := still(base, b.From, b.To, false)
	if err != nil {
		return nil, err
	}
	b.still = chunk(nil, "IDAT", packed)
	for i, data := range [][]byte{rows, b.base} {
		b.turn[i] = weightOf(data)
	}
	return rows, nil
}

// Append adds the file of one picture: patches has one, or nil, for each band.
func (s *Series) Append(dst []byte, d *Desk, patches []Patch) []byte {
	if s.mostly(patches) {
		return s.whole(dst, d, patches)
	}
	d.ready(s)
	sums := s.sums
	d.out = bitOut{out: dst, at: len(dst)}
	for i := range s.bands {
		b := &s.bands[i]
		d.add(s.parts[i])
		var p Patch
		if b.of < len(patches) {
			p = patches[b.of]
		}
		if b.still != nil {
			if !b.touches(p) {
				d.add(b.still)
				continue
			}
			sums.change(int64(b.From)*int64(s.row), b.turn[0], b.turn[1])
		}
		d.out.grow(16)
		start := d.out.at
		copy(d.out.out[start:], "\x00\x00\x00\x00IDAT")
		d.out.at += 8
		d.band(s, b, p, &sums)
		file := d.out.out[:d.out.at]
		binary.BigEndian.PutUint32(file[start:], uint32(len(file)-start-8)) // #nosec G115 -- a picture's
		sum := crc32.ChecksumIEEE(file[start+4:])
		d.out.grow(4)
		binary.BigEndian.PutUint32(d.out.out[d.out.at:], sum)
		d.out.at += 4
	}
	d.add(s.parts[len(s.bands)])
	out := d.out.out[:d.out.at]
	d.out.out = nil
	var end [28]byte // the checksum in a chunk of its own, and the end
	tail := append(end[:0], 0, 0, 0, 4, 'I', 'D', 'A', 'T')
	tail = binary.BigEndian.AppendUint32(tail, sums.value())
	tail = binary.BigEndian.AppendUint32(tail, crc32.ChecksumIEEE(tail[4:12]))
	out = append(out, tail...)
	return append(out, "\x00\x00\x00\x00IEND\xae\x42\x60\x82"...)
}

func (d *Desk) add(part []byte) {
	d.out.grow(len(part))
	d.out.at += copy(d.out.out[d.out.at:], part)
}

// ready makes the rows large enough.
func (d *Desk) ready(s *Series) {
	if len(d.now) < s.row+8 {
		d.now, d.above, d.pix = make([]byte, s.row+8), make([]byte, s.row+8), make([]byte, s.row+8)
	}
}
