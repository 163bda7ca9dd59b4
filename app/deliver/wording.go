package deliver

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// wordingForm is where the text of mails is written, beside the mail that comes of
// it.
type wordingForm struct {
	r       *Room
	w       Wording // as typed
	kept    Wording
	known   bool
	who     string // award of the mail in front
	read    *kit.Latest[Wording]
	look    *kit.Latest[Letter]
	front   *fyne.Container
	keep    *kit.Button
	subject *kit.TextField
	text    *kit.TextField
	last    *kit.Entry // where a field is put
}

func newWordingForm(r *Room, purpose string) *wordingForm {
	f := &wordingForm{r: r, read: kit.NewLatest[Wording](r.env.Tasks), look: kit.NewLatest[Letter](r.env.Tasks)}
	f.w.Purpose = purpose
	f.ask(f.w)
	return f
}

// ask reads what is kept.
func (f *wordingForm) ask(w Wording) {
	r, at := f.r, f.r.at
	f.read.Run(func(ctx context.Context) (Wording, error) { return r.engine.Wording(ctx, at, w) }, f.got)
}

func (f *wordingForm) got(w Wording, err error) {
	if err != nil {
		f.r.note = f.r.env.ErrorBanner(err)
	} else {
		f.w, f.kept, f.known = w, w, true
	}
	f.r.show()
}

func (f *wordingForm) view() fyne.CanvasObject {
	if !f.known {
		return container.NewStack()
	}
	f.front = container.NewStack()
	f.draw()
	right := kit.VBox(14, f.front, f.r.mail.tester(f.mailing, func() string { return f.who }))
	left := kit.CardWith(16, kit.VBox(12, kit.Spread(kit.Scroll(f.form())), f.buttons()))
	return kit.Beside(16, 400, 620, left, kit.Scroll(right))
}

func (f *wordingForm) mailing() Mailing {
	w := f.w
	return Mailing{Batch: f.r.at, Server: f.r.mail.server, Purpose: w.Purpose, Text: &w}
}

func (f *wordingForm) form() fyne.CanvasObject {
	t := f.r.env.T
	purposes := []string{ForAward, ForReminder, ForExpiring}
	purpose := kit.NewSegmented(purposes, f.said("deliver.text.for.", purposes), nil, f.w.Purpose, func(v string) { f.turn(func(w *Wording) { w.Purpose = v }) })
	language := kit.NewSelect(t("deliver.text.language"), f.w.Languages, f.languages(), f.w.Language, func(v string) { f.turn(func(w *Wording) { w.Language = v }) })
	whose := "all"
	if f.w.ForBadge {
		whose = "badge"
	}
	scope := kit.NewSelect(t("deliver.text.scope"), []string{"all", "badge"}, []string{t("deliver.text.scope.all"), t("deliver.text.scope.badge", "badge", f.w.Badge)}, whose,
		func(v string) { f.turn(func(w *Wording) { w.ForBadge = v == "badge" }) })
	f.subject = kit.NewTextField(t("deliver.mail.subject"), "", f.w.Subject, func(now string) { f.w.Subject = now; f.typed() })
	f.text = kit.NewTextArea(t("deliver.text"), t("deliver.text.hint"), f.w.Text, 11, func(now string) { f.w.Text = now; f.typed() })
	f.last = f.text.Entry
	for _, e := range []*kit.Entry{f.subject.Entry, f.text.Entry} {
		e.OnFocus = func(on bool) {
			if on {
				f.last = e
			}
		}
	}
	fields := kit.NewMenuButton(t("deliver.text.field"), "plus", kit.Plain, f.fields)
	return kit.Inset(0, 12, 0, 0, kit.VBox(12, kit.HBox(0, purpose),
		kit.Columns(16, []float32{1, 2}, kit.NewField(t("deliver.text.language"), "", language), kit.NewField(t("deliver.text.scope"), "", scope)),
		f.subject, f.text, kit.HBox(0, fields), f.shape()))
}

// buttons stay in sight, however long the text is.
func (f *wordingForm) buttons() fyne.CanvasObject {
	t := f.r.env.T
	f.keep = kit.NewButton(t("deliver.text.keep"), "check", kit.Primary, f.save)
	f.keep.SetEnabled(f.dirty())
	row := []fyne.CanvasObject{f.keep, kit.NewButton(t("deliver.text.close"), "", kit.Plain, f.close)}
	if f.w.Own {
		row = append(row, kit.NewButton(t("deliver.text.ours"), "undo", kit.Quiet, f.reset))
	}
	return kit.Chips(8, row...)
}

func (f *wordingForm) said(prefix string, values []string) (texts []string) {
	for _, v := range values {
		texts = append(texts, f.r.env.T(prefix+v))
	}
	return texts
}

// languages are the names of languages, or their codes where there is no word.
func (f *wordingForm) languages() (texts []string) {
	for _, l := range f.w.Languages {
		if key := "deliver.text.language." + l; f.r.env.Has(key) {
			l = f.r.env.T(key)
		}
		texts = append(texts, l)
	}
	return texts
}

// shape says what the form of the mail is made of, and takes another.
func (f *wordingForm) shape() fyne.CanvasObject {
	t := f.r.env.T
	file := kit.NewButton(t("deliver.text.html.file"), "folder", kit.Quiet, func() {
		f.r.env.ChooseFile(kit.Choose{Title: t("deliver.text.html.file"), Extensions: []string{".html", ".htm"}}, func(path string) {
			f.w.HTML, f.w.HTMLFile = true, path
			f.r.show()
		})
	})
	row := []fyne.CanvasObject{file}
	key := "deliver.text.html.ours"
	if f.w.HTML {
		key = "deliver.text.html.own"
		row = append(row, kit.NewButton(t("deliver.text.html.back"), "undo", kit.Quiet, func() { f.w.HTML, f.w.HTMLFile = false, "-"; f.r.show() }))
	}
	return kit.VBox(2, kit.Hint(t(key)), kit.Chips(4, row...))
}

// fields offers the merge fields; those whose meaning is not in their name have it
// said.
func (f *wordingForm) fields() (items []kit.MenuItem) {
	for _, name := range f.w.Fields {
		text := "{" + name + "}"
		if key := "deliver.field." + name; f.r.env.Has(key) {
			text = f.r.env.T(key) + "  " + text
		}
		items = append(items, kit.MenuItem{Text: text, Act: func() {
			for _, c := range "{" + name + "}" {
				f.last.TypedRune(c)
			}
		}})
	}
	return items
}

func (f *wordingForm) dirty() bool {
	return f.w.Subject != f.kept.Subject || f.w.Text != f.kept.Text || f.w.HTMLFile != ""
}

// typed shows what comes of a change.
func (f *wordingForm) typed() {
	f.keep.SetEnabled(f.dirty())
	f.draw()
}

// draw draws the mail in front.
func (f *wordingForm) draw() {
	r, mailing, who := f.r, f.mailing(), f.who
	f.look.Run(func(ctx context.Context) (Letter, error) { return r.engine.PreviewMail(ctx, mailing, who) }, func(l Letter, err error) {
		f.front.Objects = []fyne.CanvasObject{kit.CardWith(16, kit.VBox(10, append([]fyne.CanvasObject{kit.Section(r.env.T("deliver.mail.preview"))}, r.letter(l)...)...))}
		if err != nil {
			f.front.Objects = []fyne.CanvasObject{r.env.ErrorBanner(err)}
		} else {
			f.who = l.Award
		}
		f.front.Refresh()
	})
}

// turn goes to another text, after asking about what was typed.
func (f *wordingForm) turn(change func(*Wording)) {
	next := Wording{Purpose: f.w.Purpose, Language: f.w.Language, ForBadge: f.w.ForBadge}
	change(&next)
	f.leave(func() { f.ask(next) })
}

// leave does something that forgets what was typed.
func (f *wordingForm) leave(do func()) {
	if !f.dirty() {
		do()
		return
	}
	t := f.r.env.T
	var d *kit.Dialog
	no := kit.NewButton(t("deliver.text.stay"), "", kit.Plain, func() { d.Close(); f.r.show() })
	yes := kit.NewButton(t("deliver.text.drop"), "trash", kit.Primary, func() { d.Close(); do() })
	d = f.r.env.NewDialog(t("deliver.text.drop"), kit.Body(t("deliver.text.drop.text")), no, yes).Sized(420, 0)
	d.Show()
}

func (f *wordingForm) close() {
	f.leave(func() { f.r.mail.words = nil; f.r.Shown() })
}

func (f *wordingForm) save() {
	r, at, w := f.r, f.r.at, f.w
	f.read.Run(func(ctx context.Context) (Wording, error) {
		if err := r.engine.SetWording(ctx, at, w); err != nil {
			return w, err
		}
		return r.engine.Wording(ctx, at, Wording{Purpose: w.Purpose, Language: w.Language, ForBadge: w.ForBadge})
	}, func(kept Wording, err error) {
		r.note = nil
		if err == nil {
			r.note = kit.Banner(kit.OK, r.env.T("deliver.text.kept"), "")
		}
		f.got(kept, err)
	})
}

func (f *wordingForm) reset() {
	r, at, w := f.r, f.r.at, f.w
	f.read.Run(func(ctx context.Context) (Wording, error) { return r.engine.ResetWording(ctx, at, w) }, f.got)
}
