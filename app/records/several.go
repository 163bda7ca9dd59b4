package records

import (
	"context"
	"strings"
	"time"

	"badgekiln/app/kit"
)

// correctSeveral asks what all selected awards are to say instead, as far as
// that can be the same for several people.
func (r *Room) correctSeveral() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	words := kit.NewTextField(r.t("fact.narrative"), r.t("several.same"), "", nil)
	ends := kit.NewTextField(r.t("fact.expires"), r.t("several.expires"), "", nil)
	language := kit.NewTextField(r.t("fact.language"), r.t("several.language"), "", nil)
	var d *kit.Dialog
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, func() { d.Close() })
	yes := kit.NewButton(r.counted("several.do", len(numbers)), "", kit.Primary, nil)
	change := func() (c Change, ok bool) {
		c.Narrative, c.Language = strings.TrimSpace(words.Text()), strings.TrimSpace(language.Text())
		text := strings.TrimSpace(ends.Text())
		if text != "" {
			at, err := time.Parse(time.DateOnly, text)
			if err != nil {
				return c, false
			}
			c.Expires = at
		}
		return c, c != Change{}
	}
	ready := func(string) {
		_, ok := change()
		yes.SetEnabled(ok)
	}
	words.Entry.OnChanged, ends.Entry.OnChanged, language.Entry.OnChanged = ready, ready, ready
	ready("")
	yes.OnTap(func() {
		c, ok := change()
		if !ok {
			return
		}
		d.Close()
		kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.CorrectSeveral(ctx, numbers, c) }, func(n int, err error) {
			if r.done(err) {
				r.say(r.counted("several.done", n), r.t("correct.done.text"), "")
			}
		})
	})
	d = r.env.NewDialog(r.counted("several.title", len(numbers)), kit.VBox(12, kit.Body(r.t("correct.text")).In(kit.ColorText2), words, ends, language), no, yes).Sized(520, 0).Focus(words.Entry)
	d.Show()
}

// mend corrects the award in the pane, or all that are selected.
func (r *Room) mend() {
	if len(r.table.Selected()) > 1 {
		r.correctSeveral()
		return
	}
	r.correct()
}

// mends tells whether there is something to correct.
func (r *Room) mends() bool { return r.stands() || len(r.table.Selected()) > 1 }
