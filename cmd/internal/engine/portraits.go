package engine

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer"
	"badgekiln/designer/render"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// Codes of what can be wrong with the picture that a row names.
const (
	PortraitMissing = "portrait-missing" // no such file
	PortraitOutside = "portrait-outside" // not below the folder
	PortraitNowhere = "portrait-nowhere" // there is no folder to look in
	PortraitKind    = "portrait-kind"    // no PNG, JPEG or GIF, or a damaged one
	PortraitLarge   = "portrait-large"
	PortraitWeb     = "portrait-web" // an address; nothing is fetched
)

// Portraits are the pictures that the rows of a list name and that the design of
// a badge class shows. A name comes from whoever wrote the list: it is only ever
// looked up below one folder, and what lies there is measured before it is
// decoded.
type Portraits struct {
	shows []string // the design's fields
	heads []string // the headings of their columns, or the fields
	root  *os.Root // nil: there is no folder
	cells map[int]map[string]string

	lock   sync.Mutex
	beside string   // the ledger's folder, which has room for them anyway
	heap   *os.File // squares of the rows that are about to be written
	end    int64
	places map[int][]place
}

// place is where a square lies in the heap.
type place struct {
	field, kind string
	from, size  int64
}

// Portraits looks up the pictures that a list's rows name, in a folder ("" for
// none), and marks the rows bad whose pictures cannot be used. Without a list it
// is for rows that come one by one; see Take. Nil when the class shows none.
func (e *Engine) Portraits(ctx context.Context, class string, list *roster.Reading, folder string) (*Portraits, error) {
	data, err := e.ClassDesign(ctx, class, 0)
	if err != nil || data == nil {
		return nil, err
	}
	file, err := drawing.ParseDesign(data, "")
	if err != nil {
		return nil, err
	}
	p := &Portraits{beside: filepath.Dir(e.Path()), shows: drawing.PictureFields(file.Doc), cells: map[int]map[string]string{}, places: map[int][]place{}}
	if len(p.shows) == 0 {
		return nil, nil
	}
	if folder != "" {
		if p.root, err = os.OpenRoot(folder); err != nil {
			return nil, issuer.Fail(issuer.Input, "portrait-folder", "folder", folder).At(folder).Because(err)
		}
	}
	p.heads = slices.Clone(p.shows)
	if list == nil {
		return p, nil
	}
	for i, field := range p.shows {
		p.heads[i] = headingOf(list.Columns, field)
	}
	for i := range list.Rows.Len() {
		if err := ctx.Err(); err != nil {
			return nil, errors.Join(err, p.Close())
		}
		p.lookAt(list, i)
	}
	settle(list)
	return p, nil
}

// headingOf is what the column is called that has a design's pictures.
func headingOf(columns []roster.Column, field string) string {
	for _, is := range []func(roster.Column) bool{
		func(c roster.Column) bool { return fieldKey(c.Field) == fieldKey(field) },
		func(c roster.Column) bool { return c.Field == roster.FieldImage },
	} {
		if i := slices.IndexFunc(columns, is); i >= 0 {
			return cmp.Or(columns[i].Header, roster.Letter(i))
		}
	}
	return field
}

// settle puts what was found out about rows in its place.
func settle(list *roster.Reading) {
	slices.SortStableFunc(list.Problems, func(a, b roster.Problem) int { return a.Row - b.Row })
}

// lookAt looks up the pictures of a list's row.
func (p *Portraits) lookAt(list *roster.Reading, i int) {
	row := list.Rows.At(i)
	list.Problems = append(list.Problems, p.look(&row)...)
	list.Rows.SetState(i, row.State)
}

// Close lets go of folder and files.
func (p *Portraits) Close() error {
	if p == nil {
		return nil
	}
	var err error
	if p.root != nil {
		err = p.root.Close()
	}
	if p.heap != nil {
		name := p.heap.Name()
		err = errors.Join(err, p.heap.Close())
		_ = os.Remove(name) // gone already, where an open file can go
	}
	return err
}

// look notes what pictures a row names and whether they can be used.
func (p *Portraits) look(row *roster.Row) (problems []roster.Problem) {
	if row.Person == nil || row.State != roster.Ready {
		return nil
	}
	for i, field := range p.shows {
		cell := namedBy(row.Person, field)
		if cell == "" {
			continue
		}
		code := p.fault(cell)
		if code == "" {
			if p.cells[row.Row] == nil {
				p.cells[row.Row] = map[string]string{}
			}
			p.cells[row.Row][field] = cell
			continue
		}
		problem := p.problem(row.Row, p.heads[i], cell, code)
		if code == PortraitWeb {
			problem.Severity = roster.SeverityWarn
		} else {
			row.State = roster.Bad
		}
		problems = append(problems, problem)
	}
	return problems
}

func (p *Portraits) problem(row int, column, cell, code string) roster.Problem {
	return roster.Problem{
		Row: row, Column: column, Cell: clip(cell), Code: code, Severity: roster.SeverityBad,
		Values: issuer.KV("row", strconv.Itoa(row), "column", column, "cell", clip(cell)),
	}
}

// namedBy is what a row says under the name of a picture: the column of that
// name, or the one that is known to hold pictures.
func namedBy(p *roster.Person, field string) string {
	if text := valueOf(p.Extra, field); text != "" {
		return strings.TrimSpace(text)
	}
	return p.Image
}

// clip shortens a cell to what is shown of one.
func clip(cell string) string {
	const most = 80
	if runes := []rune(cell); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return cell
}

// fault says by a code why a picture cannot be used, from what lies at the
// beginning of its file.
func (p *Portraits) fault(cell string) string {
	if isWebAddress(cell) {
		return PortraitWeb
	}
	f, code := p.open(cell)
	if code != "" {
		return code
	}
	defer func() { _ = f.Close() }()
	config, _, err := image.DecodeConfig(bufio.NewReader(io.LimitReader(f, drawing.MaxPictureFile)))
	switch {
	case err != nil:
		return PortraitKind
	case config.Width < 1 || config.Height < 1 || config.Width > render.MostPixels/config.Height:
		return PortraitLarge
	}
	return ""
}

func isWebAddress(cell string) bool {
	small := strings.ToLower(cell)
	return strings.HasPrefix(small, "https://") || strings.HasPrefix(small, "http://")
}

// open opens the file a cell names. Lists from Windows have its strokes, and
// lists made of numbers have no ending.
func (p *Portraits) open(cell string) (*os.File, string) {
	if p.root == nil {
		return nil, PortraitNowhere
	}
	code := PortraitMissing
	for _, stroke := range []string{cell, strings.ReplaceAll(cell, `\`, "/")} {
		for _, ending := range []string{"", ".jpg", ".jpeg", ".png"} {
			info, err := p.root.Stat(stroke + ending)
			switch {
			case err != nil && !errors.Is(err, fs.ErrNotExist):
				code = PortraitOutside
				continue
			case err != nil:
				continue
			case !info.Mode().IsRegular():
				code = PortraitKind
				continue
			case info.Size() > drawing.MaxPictureFile:
				return nil, PortraitLarge
			}
			if f, err := p.root.Open(stroke + ending); err == nil {
				return f, ""
			}
		}
	}
	return nil, code
}

// square reads and packs the picture that a cell names.
func (p *Portraits) square(cell string) (kind string, packed []byte, code string) {
	f, code := p.open(cell)
	if code != "" {
		return "", nil, code
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, drawing.MaxPictureFile+1))
	if err == nil {
		kind, packed, err = drawing.PackPortrait(data)
	}
	var fault *designer.Fault
	switch {
	case errors.As(err, &fault) && fault.Code == "picture-large":
		return "", nil, PortraitLarge
	case err != nil:
		return "", nil, PortraitKind
	}
	return kind, packed, ""
}

// Take reads the pictures of one row that comes by itself, and gives what is
// wrong with them; the row is bad then.
func (p *Portraits) Take(row *roster.Row) ([]roster.Problem, error) {
	if p == nil {
		return nil, nil
	}
	clear(p.cells)
	clear(p.places)
	p.end = 0
	problems := p.look(row)
	more, err := p.keep(row)
	return append(problems, more...), err
}

// stage reads the pictures of the rows that a plan will award, on all cores, and
// marks those rows bad whose pictures turn out to be damaged.
func (p *Portraits) stage(ctx context.Context, list *roster.Reading, plan award.Plan) error {
	waiting := map[int]bool{}
	for i, row := range list.Rows.All() {
		if plan.Rows.State(i) == award.New && len(p.cells[row.Row]) > 0 {
			waiting[row.Row] = true
		}
	}
	next := make(chan int)
	workers := runtime.GOMAXPROCS(0)
	found, errs := make([][]roster.Problem, workers), make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := range next {
				if errs[w] == nil && ctx.Err() == nil {
					var more []roster.Problem
					row := list.Rows.At(i)
					more, errs[w] = p.keep(&row)
					list.Rows.SetState(i, row.State)
					found[w] = append(found[w], more...)
				}
			}
		})
	}
	for i := range list.Rows.Len() {
		if waiting[list.Rows.Number(i)] {
			next <- i
		}
	}
	close(next)
	wait.Wait()
	list.Problems = append(list.Problems, slices.Concat(found...)...)
	settle(list)
	return errors.Join(append(errs, ctx.Err())...)
}

// keep puts the squares of a row on the heap: thousands do not fit into memory.
func (p *Portraits) keep(row *roster.Row) (problems []roster.Problem, err error) {
	for field, cell := range p.cells[row.Row] {
		kind, packed, code := p.square(cell)
		if code != "" {
			row.State = roster.Bad
			problems = append(problems, p.problem(row.Row, p.heads[slices.Index(p.shows, field)], cell, code))
			continue
		}
		if err := p.put(row.Row, field, kind, packed); err != nil {
			return problems, err
		}
	}
	return problems, nil
}

func (p *Portraits) put(row int, field, kind string, packed []byte) error {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.heap == nil {
		heap, err := os.CreateTemp(p.beside, ".squares-*")
		if err != nil {
			return fmt.Errorf("keep pictures: %w", err)
		}
		p.heap = heap
		_ = os.Remove(heap.Name()) // nobody finds it after a crash; where an open file cannot go, Close removes it
	}
	n, err := p.heap.WriteAt(packed, p.end)
	if err != nil {
		return issuer.Unwritten(p.heap.Name(), err)
	}
	p.places[row] = append(p.places[row], place{field, kind, p.end, int64(n)})
	p.end += int64(n)
	return nil
}

// Pictures is award.Request's Pictures, for rows that were taken or staged. One
// that came to be awarded since then is read now.
func (p *Portraits) Pictures(row int) (list []award.Picture, err error) {
	if len(p.places[row]) == 0 {
		return p.late(row)
	}
	for _, at := range p.places[row] {
		data := make([]byte, at.size)
		if _, err := p.heap.ReadAt(data, at.from); err != nil {
			return nil, fmt.Errorf("read kept picture: %w", err)
		}
		list = append(list, award.Picture{Field: at.field, Type: at.kind, Bytes: data})
	}
	return list, nil
}

func (p *Portraits) late(row int) (list []award.Picture, err error) {
	for field, cell := range p.cells[row] {
		kind, packed, code := p.square(cell)
		if code != "" {
			return nil, issuer.Fail(issuer.Input, "rows-bad", "count", "1", "file", clip(cell)).At(clip(cell))
		}
		list = append(list, award.Picture{Field: field, Type: kind, Bytes: packed})
	}
	return list, nil
}

// fill puts the pictures of a row that is only planned among its fields.
func (p *Portraits) fill(ctx context.Context, row int, fields map[string]string) (map[string]string, error) {
	if p == nil || len(p.cells[row]) == 0 {
		return fields, ctx.Err()
	}
	if fields = maps.Clone(fields); fields == nil {
		fields = map[string]string{}
	}
	for field, cell := range p.cells[row] {
		if kind, packed, code := p.square(cell); code == "" {
			fields[field] = issuer.DataURI(kind, packed)
		}
	}
	return fields, ctx.Err()
}
