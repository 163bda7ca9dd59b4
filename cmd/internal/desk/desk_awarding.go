package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
	"badgekiln/issuer/verify"
)

// Awarding is the desk as the room of awarding sees it.
type Awarding struct{ *Desk }

// showBadges is how many badges of a run are shown.
const showBadges = 6

// maxNewest is how many lists are offered besides the sample's.
const maxNewest = 8

// Begin gives what an award can begin with.
func (d Awarding) Begin(ctx context.Context) (awarding.Beginning, error) {
	var b awarding.Beginning
	if !d.Begun() {
		return b, nil
	}
	var classes []issuer.BadgeClass
	last := map[string]int{} // class → its newest batch
	err := d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		if classes, err = t.Classes(""); err != nil {
			return err
		}
		batches, err := t.Batches()
		for i, batch := range batches {
			last[batch.Class] = i + 1
		}
		return err
	})
	if err != nil {
		return b, err
	}
	slices.SortStableFunc(classes, func(a, b issuer.BadgeClass) int { return cmp.Compare(last[b.Slug], last[a.Slug]) })
	for _, c := range classes {
		if c.State == issuer.Archived {
			continue
		}
		class, err := d.class(ctx, c)
		if err != nil {
			return b, err
		}
		b.Classes = append(b.Classes, class)
	}
	waiting, err := d.engine.Unfinished(ctx)
	if err != nil {
		return b, err
	}
	for _, u := range waiting {
		b.Unfinished = append(b.Unfinished, awarding.Unfinished{
			Batch: u.ID, Class: u.Class, Name: u.Name, List: u.Roster, Begun: u.Planned, Awarded: u.Awarded, Pending: u.Pending,
		})
	}
	if b.Sample, err = d.engine.IsSample(ctx); err != nil {
		return b, err
	}
	b.Files = d.lists(b.Sample)
	return b, nil
}

// class is a badge class as the room shows it.
func (d Awarding) class(ctx context.Context, c issuer.BadgeClass) (awarding.Class, error) {
	profile, err := d.engine.Issuer(ctx, c.Issuer)
	if err != nil {
		return awarding.Class{}, err
	}
	return awarding.Class{
		Slug: c.Slug, Name: c.Name, Issuer: profile.Name, Version: c.Version, Hosted: profile.BaseURL != "",
		Picture: d.picture(ctx, c.Image), Folder: d.freeFolder(c.Name), Results: c.More.ResultDescription,
	}, nil
}

// picture decodes a stored picture; nil when it cannot be read.
func (d *Desk) picture(ctx context.Context, hash string) image.Image {
	data, err := d.engine.Blob(ctx, hash)
	if err != nil {
		return nil
	}
	return decoded(data)
}

func decoded(data []byte) image.Image { return shrunk(data, engine.ClassSide) }

// freeFolder is a folder of their own for files of a badge class.
func (d *Desk) freeFolder(name string) string {
	parent := filepath.Join(filepath.Dir(d.engine.Path()), d.words.T("awarding.folder"))
	if documents := d.userFolder("DOCUMENTS", "Documents"); documents != "" {
		parent = filepath.Join(documents, "Badgekiln")
	}
	name = award.FileName(name)
	if name == "" {
		name = d.words.T("awarding.folder")
	}
	return free(parent, name)
}

// free is a folder in another that is not there yet, or empty: names of other
// awards must not meet in it.
func free(parent, name string) string {
	folder := filepath.Join(parent, name)
	for i := 2; !empty(folder); i++ {
		folder = filepath.Join(parent, name+" "+strconv.Itoa(i))
	}
	return folder
}

// freeIn is a folder itself when it is empty, otherwise a new one inside.
func freeIn(folder, name string) string {
	if empty(folder) {
		return folder
	}
	return free(folder, name)
}

func empty(folder string) bool {
	inside, err := os.ReadDir(folder)
	return err != nil || len(inside) == 0
}

// lists are the lists lying about: the sample's own, then the newest of the
// folders people save to.
func (d Awarding) lists(sample bool) (files []awarding.File) {
	if sample {
		path := filepath.Join(filepath.Dir(d.engine.Path()), engine.SampleRoster)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			files = append(files, awarding.File{Path: path, Place: awarding.PlaceSample, Size: info.Size(), Changed: info.ModTime()})
		}
	}
	var found []awarding.File
	for _, place := range []struct{ name, key, usual string }{
		{awarding.PlaceDownloads, "DOWNLOAD", "Downloads"},
		{awarding.PlaceDesktop, "DESKTOP", "Desktop"},
		{awarding.PlaceDocuments, "DOCUMENTS", "Documents"},
	} {
		if folder := d.userFolder(place.key, place.usual); folder != "" {
			found = append(found, listsIn(folder, place.name)...)
		}
	}
	slices.SortStableFunc(found, func(a, b awarding.File) int { return b.Changed.Compare(a.Changed) })
	return append(files, found[:min(len(found), maxNewest)]...)
}

func listsIn(folder, place string) (files []awarding.File) {
	entries, _ := os.ReadDir(folder) // a folder that cannot be read offers nothing
	for _, entry := range entries {
		ending := strings.ToLower(filepath.Ext(entry.Name()))
		if !slices.Contains([]string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods"}, ending) || strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "~$") {
			continue
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			files = append(files, awarding.File{
				Path: filepath.Join(folder, entry.Name()), Place: place, Size: info.Size(), Changed: info.ModTime(),
			})
		}
	}
	return files
}

// userFolder finds a folder of the user's own, as the desktop names it; "" when
// there is none.
func (d *Desk) userFolder(key, usual string) string {
	home := d.home
	if home == "" {
		return ""
	}
	folder := filepath.Join(home, usual)
	config := d.getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	text, _ := os.ReadFile(filepath.Join(config, "user-dirs.dirs")) // #nosec G304 -- the desktop's own file; without it the usual names hold
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && name == "XDG_"+key+"_DIR" {
			folder = strings.Replace(strings.Trim(value, `"`), "$HOME", home, 1)
		}
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() || filepath.Clean(folder) == filepath.Clean(home) {
		return ""
	}
	return folder
}

// read reads a list as it is meant.
func (d Awarding) read(l awarding.List, c awarding.Choices, public bool) (*roster.Reading, error) {
	o := options(c)
	o.PublicNames = public
	if l.Path != "" {
		r, err := roster.ReadFile(l.Path, o)
		return d.remap(l, c, o, r, err)
	}
	r, err := roster.Parse([]byte(l.Text), d.words.T("awarding.pasted"), o)
	return d.remap(l, c, o, r, err)
}

// remap reads once more when the choices name columns that are not used: their
// names are known only after the first reading.
func (d Awarding) remap(l awarding.List, c awarding.Choices, o roster.Options, r *roster.Reading, err error) (*roster.Reading, error) {
	if err != nil {
		return nil, err
	}
	unused := false
	for column, field := range c.Fields {
		if field == awarding.FieldNone && column < len(r.Columns) {
			o.Map[unusedName(o.Map, r.Columns[column].Header, column)] = strconv.Itoa(column + 1)
			unused = true
		}
	}
	switch {
	case !unused:
		return r, nil
	case l.Path != "":
		return roster.ReadFile(l.Path, o)
	}
	return roster.Parse([]byte(l.Text), d.words.T("awarding.pasted"), o)
}

// unusedName is what a column is called that is no field: its heading, unless
// that is a field's name or taken.
func unusedName(taken map[string]string, heading string, column int) string {
	name := strings.TrimSpace(heading)
	if name == "" || slices.Contains(awarding.Fields(), strings.ToLower(name)) {
		name = strings.TrimSpace(name + " (" + strconv.Itoa(column+1) + ")")
	}
	for taken[name] != "" {
		name += " (" + strconv.Itoa(column+1) + ")"
	}
	return name
}

// options turns choices into what package roster takes. Columns that are not
// used are left to remap.
func options(c awarding.Choices) roster.Options {
	o := roster.Options{
		Map: map[string]string{}, AllowNoEmail: c.NoAddress, DateOrder: roster.DateOrder(c.Dates), KeepCells: true,
		Encoding: c.Letters, Delimiter: c.Separator, Header: roster.Heading(c.Headings),
		Sheet: c.Sheet, Hidden: roster.Hidden(c.Hidden),
	}
	for column, field := range c.Fields {
		if field != awarding.FieldNone {
			o.Map[field] = strconv.Itoa(column + 1)
		}
	}
	for _, fix := range c.Fixes {
		o.Fixes = append(o.Fixes, roster.Fix{Row: fix.Row, Column: fix.Column, Text: fix.Text})
	}
	return o
}

// mapping is what makes an order another one, beside the list itself: the same
// as the command line's, so that both know each other's batches.
func mapping(c awarding.Choices) map[string]string {
	m := map[string]string{}
	for column, field := range c.Fields {
		if field == awarding.FieldNone {
			m["--none "+strconv.Itoa(column+1)] = strconv.Itoa(column + 1)
		} else {
			m[field] = strconv.Itoa(column + 1)
		}
	}
	for name, said := range map[string]string{"--dates": c.Dates, "--letters": c.Letters, "--separator": c.Separator, "--headings": c.Headings, "--sheet": c.Sheet, "--hidden": c.Hidden} {
		if said != "" {
			m[name] = said
		}
	}
	for _, fix := range c.Fixes {
		m["--fix "+strconv.Itoa(fix.Row)+" "+strconv.Itoa(fix.Column+1)] = fix.Text
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// Read reads a list as the choices say. Without any about its columns, they are
// taken for what somebody said of a list with the same headings.
func (d Awarding) Read(ctx context.Context, l awarding.List, c awarding.Choices) (awarding.Reading, error) {
	r, err := d.read(l, c, false)
	if err != nil {
		return awarding.Reading{}, err
	}
	if c.Fields != nil {
		return d.reading(l, r), nil
	}
	if c.Fields, err = d.engine.ShapeFields(ctx, r.Shape()); err != nil || c.Fields == nil {
		return d.reading(l, r), err
	}
	if r, err = d.read(l, c, false); err != nil {
		return awarding.Reading{}, err
	}
	out := d.reading(l, r)
	out.Remembered = c.Fields
	return out, nil
}

// reading is a list as the room shows it.
func (d Awarding) reading(l awarding.List, r *roster.Reading) awarding.Reading {
	out := awarding.Reading{
		Name: d.listName(l), Encoding: r.Encoding, Delimiter: r.Delimiter, Heading: r.Header,
		Encodings: roster.Encodings(), Delimiters: roster.Delimiters(),
		Rows: make([]awarding.Row, 0, len(r.Rows)), Ready: len(r.People), Bad: r.Bad(), More: r.Untold,
	}
	out.Sheet = r.Sheet
	for _, s := range r.Sheets {
		out.Sheets = append(out.Sheets, s.Name)
	}
	for i, c := range r.Columns {
		column := awarding.Column{Heading: c.Header, Field: c.Field, Public: c.Public}
		if column.Heading == "" {
			column.Heading = letter(i)
		}
		if !slices.Contains(awarding.Fields(), c.Field) {
			column.Field = awarding.FieldNone
		}
		out.Columns = append(out.Columns, column)
	}
	place := map[int]int{} // row → its place in out.Rows
	for i, row := range r.Rows {
		place[row.Row] = i
		one := awarding.Row{Row: row.Row, Bad: row.State == roster.Bad || row.State == roster.Conflict}
		if i < len(r.Cells) {
			one.Cells = r.Cells[i]
		}
		if row.State == roster.Duplicate {
			out.Doubles++
		}
		out.Rows = append(out.Rows, one)
	}
	for _, p := range r.Problems {
		f := d.finding(out.Columns, p)
		out.Findings = append(out.Findings, f)
		if i, ok := place[p.Row]; ok && f.Column >= 0 {
			row := &out.Rows[i]
			if row.Marks == nil {
				row.Marks = map[int]awarding.Severity{}
			}
			if row.Marks[f.Column] != awarding.Stops {
				row.Marks[f.Column] = f.Severity
			}
		}
	}
	for _, p := range r.People[:min(len(r.People), 4)] {
		if first, _, _ := strings.Cut(p.Name, " "); first != "" {
			out.Names = append(out.Names, first)
		}
	}
	return out
}

func (d Awarding) finding(columns []awarding.Column, p roster.Problem) awarding.Finding {
	f := awarding.Finding{
		Row: p.Row, Column: slices.IndexFunc(columns, func(c awarding.Column) bool { return c.Heading == p.Column }),
		Code: p.Code, Text: d.words.Fill("roster."+p.Code, p.Values), Cell: p.Cell, Severity: awarding.Warns, Suggestion: p.Suggestion,
	}
	if p.Severity == roster.SeverityBad {
		f.Severity = awarding.Stops
	}
	if p.Column == "" && (p.Code == roster.CodeNoEmail || p.Code == roster.CodeNoName) {
		field := map[string]string{roster.CodeNoEmail: roster.FieldEmail, roster.CodeNoName: roster.FieldName}[p.Code]
		f.Column = slices.IndexFunc(columns, func(c awarding.Column) bool { return c.Field == field })
	}
	return f
}

func (d Awarding) listName(l awarding.List) string {
	if l.Path == "" {
		return d.words.T("awarding.pasted")
	}
	return filepath.Base(l.Path)
}

// letter is a column's name in a spreadsheet.
func letter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// order reads the list anew and makes the engine's order.
func (d Awarding) order(ctx context.Context, o awarding.Order) (engine.Order, error) {
	var public bool
	err := d.engine.View(ctx, func(t *ledger.Tx) error {
		class, err := t.Class(o.Class, 0)
		public = class.PublicNames
		return err
	})
	if err != nil {
		return engine.Order{}, err
	}
	list, err := d.read(o.List, o.Choices, public)
	if err != nil {
		return engine.Order{}, err
	}
	out := engine.Order{Out: o.Folder, Names: o.Names, Request: award.Request{
		Class: o.Class, List: list, ListName: d.listName(o.List), Mapping: mapping(o.Choices),
		SkipBad: o.Choices.SkipBad, AllowNoEmail: o.Choices.NoAddress, Again: o.Again, More: o.More,
	}}
	for _, f := range o.Formats {
		out.Formats = append(out.Formats, issuer.Format(f))
	}
	return out, award.Out{Path: o.Folder, Names: o.Names}.Check()
}

// Plan says what an order would do.
func (d Awarding) Plan(ctx context.Context, o awarding.Order) (awarding.Plan, error) {
	order, err := d.order(ctx, o)
	if err != nil {
		return awarding.Plan{}, err
	}
	p, err := d.engine.Plan(ctx, order.Request)
	if err != nil {
		return awarding.Plan{}, err
	}
	return d.plan(ctx, p, order.List.Problems)
}

// plan is a plan as the room shows it. A bad row is told in the list's words.
func (d Awarding) plan(ctx context.Context, p award.Plan, problems []roster.Problem) (awarding.Plan, error) {
	class, err := d.class(ctx, p.Class)
	if err != nil {
		return awarding.Plan{}, err
	}
	out := awarding.Plan{
		Class: class, Known: p.Known, Done: p.Done, Hosted: class.Hosted, Rows: make([]awarding.Planned, 0, len(p.Rows)),
		Counts: map[string]int{
			awarding.StateNew: p.Counts.New, awarding.StateSame: p.Counts.Same, awarding.StateChanged: p.Counts.Changed,
			awarding.StateConflict: p.Counts.Conflict, awarding.StateBad: p.Counts.Bad,
		},
	}
	told := map[int]string{}
	for _, problem := range problems {
		if problem.Severity == roster.SeverityBad && told[problem.Row] == "" {
			told[problem.Row] = d.words.Fill("roster."+problem.Code, problem.Values)
		}
	}
	for _, row := range p.Rows {
		why := engine.Why(row, d.words.Fill)
		if row.State == award.Bad && told[row.Row] != "" {
			why = told[row.Row]
		}
		out.Rows = append(out.Rows, awarding.Planned{Row: row.Row, Name: row.Name, Email: row.Email, State: row.State, Why: sentence(why)})
	}
	return out, nil
}

// sentence begins a clause with a capital letter, as it stands alone in a cell.
func sentence(text string) string {
	for _, r := range text {
		return strings.ToUpper(string(r)) + text[len(string(r)):]
	}
	return text
}

// Award carries an order out.
func (d Awarding) Award(ctx context.Context, o awarding.Order, report awarding.Report) (awarding.Result, error) {
	begun := d.now()
	order, err := d.order(ctx, o)
	if err != nil {
		return awarding.Result{}, err
	}
	order.Progress = engine.Progress(report)
	got, err := d.engine.Award(ctx, order, d.words.Fill)
	if err == nil && len(o.Choices.Fields) > 0 {
		err = d.engine.RememberShape(ctx, order.List.Shape(), o.Choices.Fields)
	}
	return d.result(ctx, got, o.Folder, o.Names, order.List.Problems, err, func(r *awarding.Result) { r.Took = d.now().Sub(begun) })
}

// Finish ends what an earlier run left, without its list.
func (d Awarding) Finish(ctx context.Context, batch, folder, names string, report awarding.Report) (awarding.Result, error) {
	begun := d.now()
	got, err := d.engine.Finish(ctx, batch, folder, names, engine.Progress(report), d.words.Fill)
	return d.result(ctx, got, folder, names, nil, err, func(r *awarding.Result) { r.Took = d.now().Sub(begun) })
}

// result says what became of a run. failed is how it ended; what was done
// before is told all the same.
func (d Awarding) result(ctx context.Context, got engine.Outcome, folder, names string, problems []roster.Problem, failed error,
	more func(*awarding.Result),
) (awarding.Result, error) {
	calm := context.WithoutCancel(ctx) // a cancelled run is told about, too
	r := awarding.Result{Awarded: got.Awarded, Batch: got.Plan.Batch, Folder: folder, Written: got.Written.Files, Right: got.Written.Right}
	if got.Plan.Class.Slug == "" {
		return r, failed
	}
	var err error
	if r.Plan, err = d.plan(calm, got.Plan, problems); err != nil || failed != nil {
		return r, cmp.Or(failed, err)
	}
	if folder != "" {
		r.Report = filepath.Join(folder, "report.csv")
	}
	for _, row := range got.Plan.Rows {
		if row.ID == "" || row.State != award.New && row.State != award.Same || len(r.Badges) == showBadges {
			continue
		}
		files, err := d.engine.FilesOf(calm, row.ID, names)
		if err != nil {
			continue // it does not stand any more
		}
		baked := files[len(files)-1]
		if len(r.Badges) == 0 {
			r.Proof = d.prove(calm, filepath.Join(folder, baked.Name), row.Name)
		}
		r.Badges = append(r.Badges, awarding.Badge{Name: cmp.Or(row.Name, row.Email), Picture: decoded(baked.Data)})
	}
	more(&r)
	return r, nil
}

// prove opens a written badge again and verifies it, without asking anybody
// outside.
func (d Awarding) prove(ctx context.Context, path, name string) awarding.Proof {
	if strings.EqualFold(filepath.Ext(filepath.Dir(path)), ".zip") {
		return awarding.Proof{}
	}
	p := awarding.Proof{Name: name, File: path}
	results, err := d.engine.Verify(ctx, []string{path}, engine.VerifyOptions{Offline: true}, d.words.Fill)
	if err != nil || len(results) == 0 {
		p.Reasons = []string{d.words.T("awarding.proof.unread", "file", path)}
		return p
	}
	p.Holds = results[0].Verdict == verify.Trusted
	if !p.Holds {
		p.Reasons = results[0].Reasons
	}
	return p
}

// guarded keeps a spreadsheet program from reading a cell as a formula; our own
// reading takes the mark off again.
func guarded(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}

// SaveBad writes the rows that cannot be awarded into a file of their own.
func (d Awarding) SaveBad(_ context.Context, l awarding.List, c awarding.Choices, path string) (int, error) {
	r, err := d.read(l, c, false)
	if err != nil {
		return 0, err
	}
	why := map[int][]string{}
	for _, p := range r.Problems {
		if p.Severity == roster.SeverityBad {
			why[p.Row] = append(why[p.Row], d.words.Fill("roster."+p.Code, p.Values))
		}
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // Excel takes a CSV for its own code page otherwise
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if r.Delimiter != "" { // a workbook has none
		w.Comma = rune(r.Delimiter[0])
	}
	heading := make([]string, 0, len(r.Columns)+1)
	for i, c := range r.Columns {
		heading = append(heading, cmp.Or(c.Header, letter(i)))
	}
	_ = w.Write(append(heading, d.words.T("awarding.bad.why")))
	count := 0
	for i, row := range r.Rows {
		if row.State != roster.Bad && row.State != roster.Conflict {
			continue
		}
		cells := make([]string, len(r.Columns))
		for column, cell := range r.Cells[i][:min(len(cells), len(r.Cells[i]))] {
			cells[column] = guarded(cell)
		}
		_ = w.Write(append(cells, strings.Join(why[row.Row], " ")))
		count++
	}
	w.Flush() // a bytes.Buffer takes everything
	return count, engine.SaveFile(path, out.Bytes())
}
