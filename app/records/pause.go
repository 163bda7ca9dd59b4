package records

import (
	"context"
	"strings"

	"badgekiln/app/kit"
)

// suspend asks for a reason and takes the selected awards back for the time
// being. It can be undone, so no number has to be typed.
func (r *Room) suspend() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	reason := kit.NewTextField(r.t("revoke.reason"), r.t("revoke.reason.hint"), "", nil)
	no := kit.NewButton(r.env.T("app.cancel"), "", kit.Plain, nil)
	do := kit.NewButton(r.counted("suspend.do", len(numbers)), "", kit.Primary, nil)
	d := r.env.NewDialog(r.counted("suspend.title", len(numbers)), kit.VBox(12, kit.Body(r.t("suspend.text")), reason), no, do).Sized(500, 0).Focus(reason.Entry)
	no.OnTap(d.Close)
	do.Disable()
	reason.Entry.OnChanged = func(text string) { do.SetEnabled(strings.TrimSpace(text) != "") }
	do.OnTap(func() {
		d.Close()
		text := reason.Text()
		kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.Suspend(ctx, numbers, text) }, r.restated("suspend"))
	})
	d.Show()
}

// resume lets the selected awards hold again.
func (r *Room) resume() {
	numbers := r.numbers()
	if len(numbers) == 0 {
		return
	}
	kit.Run(r.env.Tasks, func(ctx context.Context) (int, error) { return r.engine.Resume(ctx, numbers) }, r.restated("resume"))
}

// restated says what became of a suspension or its end.
func (r *Room) restated(what string) func(int, error) {
	return func(n int, err error) {
		switch {
		case err != nil:
			r.env.Fail(err)
			return
		case n == 0:
			r.env.Tell(r.t(what+".none"), kit.Body(r.t(what+".none.text")))
			return
		}
		r.env.Saved()
		r.say(r.counted(what+".done", n), r.t("suspend.done.text"), "")
		r.Shown()
	}
}
