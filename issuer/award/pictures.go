package award

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"strconv"
	"sync"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
)

// atOnce is how many pictures are held at a time: enough for every core.
const atOnce = 32

// easel makes the files of awards. What a class version has in common is read
// once.
type easel struct {
	clerk  *Clerk
	motifs map[string]motif
	slots  [atOnce]slot
	flawed []int           // rows whose picture does not show all it should
	gone   bool            // also awards that do not stand, to find their files again
	erased map[string]bool // hashes of credentials that are gone with a person; met only where gone is set
}

// motif is what the pictures of a class version are made of: one picture for
// all, or a painter, or both when the painter leaves some to that picture.
type motif struct {
	picture *bake.Picture
	paint   Painter
}

// slot is memory that is used again.
type slot struct {
	painted, baked []byte
	file           outFile
	flawed         bool
	err            error
}

// bundle is the files of one award before its picture is made.
type bundle struct {
	row      int
	award    issuer.Award
	page     string // in web space, or ""
	stem     string
	files    []outFile
	payloads []bake.Payload
	motif    motif
}

func (c *Clerk) easel() *easel { return &easel{clerk: c, motifs: map[string]motif{}} }

// bundles reads what the files of awards are made of; those that do not stand
// have none.
func (e *easel) bundles(ctx context.Context, t *ledger.Tx, rows []Row, names *namer) ([]*bundle, error) {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	wholes, err := t.Wholes(ids)
	if err != nil {
		return nil, err
	}
	list := make([]*bundle, 0, len(rows))
	for i, w := range wholes {
		row := rows[i].Row // #nosec G602 -- as many as were asked for
		b, err := e.bundle(ctx, t, w, row, names)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", row, err)
		}
		if b != nil {
			list = append(list, b)
		}
	}
	return list, nil
}

// bundle is what the files of one award are made of; nil when it does not
// stand. Of two faces of one format the first stands beside the picture, so that
// nothing handed out changes when a later one is added; that one is numbered.
// The picture holds the first face of each generation, for a reader takes no
// more.
func (e *easel) bundle(ctx context.Context, t *ledger.Tx, w ledger.Whole, row int, names *namer) (b *bundle, err error) {
	a := w.Award
	if a.State != issuer.Issued && !e.gone {
		return nil, nil
	}
	b = &bundle{row: row, award: a, stem: names.stem(a), files: make([]outFile, 0, len(w.Faces)+1)}
	count, inside := map[issuer.Format]int{}, map[bake.Generation]bool{}
	for _, f := range w.Faces {
		if e.gone && issuer.CodeOf(f.Err) == "face-erased" {
			e.erased[f.SHA256] = true
			continue
		}
		if f.Err != nil {
			return nil, f.Err
		}
		if b.page == "" && f.Identity.BaseURL != "" {
			b.page = f.Identity.BaseURL + issuer.FacePagePath(f.ID)
		}
		count[f.Format]++
		name := b.stem
		if n := count[f.Format]; n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		if g := generation(f.Format); !inside[g] {
			inside[g] = true
			b.payloads = append(b.payloads, bake.Payload{Generation: g, Text: f.Bytes})
		}
		b.files = append(b.files, outFile{name: name + ending(f.Format), data: f.Bytes})
	}
	if len(b.files) == 0 && len(w.Faces) > 0 { // of somebody erased: the name is gone, too
		return nil, nil
	}
	b.motif, err = once(e.motifs, a.Class+"/"+strconv.Itoa(a.Version), func() (motif, error) { return e.motif(ctx, t, a) })
	if err == nil && b.motif.paint != nil {
		b.award.Fields, err = Shown(t, a.Fields)
	}
	return b, err
}

// Shown puts pictures in the place of their names in an award's fields, as data:
// URIs. One that was erased is none.
func Shown(t *ledger.Tx, fields map[string]string) (map[string]string, error) {
	var out map[string]string
	for name, value := range fields {
		hash, ok := issuer.FieldPicture(value)
		if !ok {
			continue
		}
		if out == nil {
			out = maps.Clone(fields)
		}
		kind, data, found, err := t.FindBlob(hash)
		if err != nil {
			return nil, err
		}
		if out[name] = ""; found {
			out[name] = issuer.DataURI(kind, data)
		}
	}
	if out == nil {
		return fields, nil
	}
	return out, nil
}

// motif reads the picture of a class version, or has a painter made for it.
func (e *easel) motif(ctx context.Context, t *ledger.Tx, a issuer.Award) (m motif, err error) {
	class, err := t.Class(a.Class, a.Version)
	if err != nil {
		return m, err
	}
	if e.clerk.Paint != nil && class.Design != "" {
		by, err := t.Issuer(class.Issuer)
		if err != nil {
			return m, err
		}
		_, design, err := t.Blob(class.Design)
		if err != nil {
			return m, err
		}
		if m.paint, err = e.clerk.Paint(ctx, class, by, design); err != nil {
			return m, err
		}
	}
	_, data, err := t.Blob(class.Image)
	if err == nil {
		m.picture, err = bake.Parse(data)
	}
	return m, err
}

// finish makes the pictures on all cores and gives all files away, in order.
// What it gives is used again afterwards.
func (e *easel) finish(ctx context.Context, list []*bundle, put func(outFile) error) error {
	for start := 0; start < len(list); start += atOnce {
		now := list[start:min(start+atOnce, len(list))]
		workers := min(runtime.GOMAXPROCS(0), len(now))
		var wait sync.WaitGroup
		for w := range workers {
			wait.Go(func() {
				for i := w; i < len(now) && ctx.Err() == nil; i += workers {
					e.slots[i].make(ctx, now[i])
				}
			})
		}
		wait.Wait()
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, b := range now {
			if err := e.slots[i].err; err != nil {
				return fmt.Errorf("row %d: %w", b.row, err)
			}
			if e.slots[i].flawed {
				e.flawed = append(e.flawed, b.row)
			}
			for _, f := range append(b.files, e.slots[i].file) {
				if err := put(f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// make makes the picture of one award, with its credentials inside.
func (s *slot) make(ctx context.Context, b *bundle) {
	picture := b.motif.picture
	s.flawed = false
	if b.motif.paint != nil {
		var whole bool
		if s.painted, whole, s.err = b.motif.paint(ctx, s.painted[:0], b.award, b.page); s.err != nil {
			return
		}
		if len(s.painted) > 0 {
			s.flawed = !whole
			picture, s.err = bake.Parse(s.painted)
		}
		if s.err != nil {
			return
		}
	}
	if s.baked, s.err = picture.Append(s.baked[:0], b.payloads...); s.err == nil {
		s.file = outFile{name: b.stem + "." + string(picture.Container()), data: s.baked}
	}
}
