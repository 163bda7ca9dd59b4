package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Banner says something about the page, in a tone, with what can be done about
// it at the right. lead is bold; rest may be "".
func Banner(tone Tone, lead, rest string, actions ...fyne.CanvasObject) *fyne.Container {
	ink, soft, icon := tone.colours()
	words := []fyne.CanvasObject{}
	if lead != "" {
		words = append(words, Body(lead).Strong())
	}
	if rest != "" {
		words = append(words, Body(rest))
	}
	row := []fyne.CanvasObject{}
	if icon != "" {
		row = append(row, NewGlyph(icon, ink, 18))
	}
	row = append(row, Spread(container.New(middle{}, VBox(2, words...))))
	row = append(row, actions...)
	return container.NewStack(NewFill(soft).Round(8), Inset(10, 14, 10, 14, HBox(10, row...)))
}

// middle puts one object in the middle of the height, with the whole width.
type middle struct{}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		if o.Size().Width != size.Width {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		}
		h := min(o.MinSize().Height, size.Height)
		o.Resize(fyne.NewSize(size.Width, h))
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
	}
}

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for _, o := range objects {
		s = s.Max(o.MinSize())
	}
	return s
}

// ErrorBanner shows an error in a page: sentence, hint, the technical text one
// press away.
func (e Env) ErrorBanner(err error, actions ...fyne.CanvasObject) *fyne.Container {
	m := e.Say(err)
	rest := m.Hint
	if m.Where != "" {
		rest = m.Where + "\n" + rest
	}
	return Banner(Err, m.Text, rest, append(actions, e.detailButton(m))...)
}

func (e Env) detailButton(m Message) fyne.CanvasObject {
	return NewButton(e.T("app.error.details"), "", Quiet, func() { e.showDetail(m) }).Small()
}
