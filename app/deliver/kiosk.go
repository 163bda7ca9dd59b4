package deliver

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// kiosk is a page for a shared computer: one person after the other signs in, gets
// what is theirs, and is signed out. Nothing of a person is left for the next.
type kiosk struct {
	b     *backpackSide
	host  Host
	batch string // "" is all that was ever awarded
	page  *kit.Dialog
	root  *fyne.Container

	turn  int    // counts visits: what comes late of an earlier one is dropped
	stop  func() // ends the visit
	came  bool   // the person has signed in
	here  bool   // somebody is at it
	left  *KioskDone
	since time.Time // since when left is shown
	wrong error
	link  string // what is open in the browser
	bar   *kit.BusyBar
}

// linger is how long a result is shown when nobody presses anything.
const linger = 90 * time.Second

// beginKiosk asks which badges are given out, and opens the page.
func (b *backpackSide) beginKiosk() {
	r, t := b.r, b.r.env.T
	h, known := b.host()
	if !known || r.stop != nil || b.leave != nil || r.state.Paused || r.at == "" {
		return
	}
	which := kit.NewRadio([]string{"", r.at}, []string{t("deliver.kiosk.all"), t("deliver.kiosk.batch", "list", b.list())}, "", true, nil)
	var d *kit.Dialog
	do := kit.NewButton(t("deliver.kiosk.begin"), "play", kit.Primary, func() {
		batch := which.Value()
		d.Close()
		b.openKiosk(h, batch)
	})
	no := kit.NewButton(t("app.cancel"), "", kit.Plain, func() { d.Close() })
	d = r.env.NewDialog(t("deliver.packs.kiosk"), kit.VBox(12, kit.Body(t("deliver.kiosk.text", "host", h.Name)), which), no, do).Sized(480, 0)
	d.Show()
}

// list is what the batch chosen is called.
func (b *backpackSide) list() string {
	for _, one := range b.r.state.Batches {
		if one.ID == b.r.at {
			return b.r.env.T("deliver.kiosk.list", "badge", one.Badge, "list", one.List)
		}
	}
	return ""
}

func (b *backpackSide) openKiosk(h Host, batch string) {
	k := &kiosk{b: b, host: h, batch: batch, root: container.NewStack()}
	b.kiosk = k
	k.page = b.r.env.NewDialog("", k.root).Whole().Guard(k.escape).OnClosed(func() {
		k.leave()
		b.kiosk = nil
		b.r.Shown()
	})
	k.page.Show()
	k.show()
	if !b.ticks {
		b.ticks = true
		b.r.env.Tasks.Every(time.Second, func() {
			if k := b.kiosk; k != nil && k.left != nil && b.r.env.Now().Sub(k.since) > linger {
				k.next()
			}
		})
	}
}

// escape goes back to the greeting; it does not end the kiosk.
func (k *kiosk) escape() bool {
	if !k.came {
		k.next()
	}
	return false
}

// leave ends a visit and forgets everything of it.
func (k *kiosk) leave() {
	if k.stop != nil {
		k.stop()
	}
	k.turn++
	k.stop, k.came, k.here, k.left, k.wrong, k.link, k.bar = nil, false, false, nil, nil, "", nil
}

// next greets the next person.
func (k *kiosk) next() {
	k.leave()
	k.show()
}

func (k *kiosk) show() {
	t := k.b.r.env.T
	var body []fyne.CanvasObject
	var first fyne.Focusable
	switch {
	case k.left != nil:
		body, first = k.result()
	case k.here && k.came:
		k.bar = k.b.r.env.NewBusyBar(t("deliver.busy.push"), nil)
		body = []fyne.CanvasObject{kit.Verdict(t("deliver.kiosk.pushing")), k.bar.Container}
	case k.here:
		stop := kit.NewButton(t("app.cancel"), "stop", kit.Plain, k.next)
		again := kit.NewButton(t("deliver.packs.open"), "external", kit.Quiet, func() { k.b.r.env.OpenURL(k.link) })
		again.SetEnabled(k.link != "")
		body = []fyne.CanvasObject{kit.Verdict(t("deliver.kiosk.wait")).Wrapping(kit.Wrapped), kit.Body(t("deliver.kiosk.wait.text", "host", k.host.Name)), kit.HBox(8, stop, again)}
		first = stop
	default:
		body, first = k.greeting()
	}
	end := kit.NewButton(t("deliver.kiosk.end"), "close", kit.Quiet, k.end)
	middle := kit.Centered(kit.Exactly(560, 0, kit.VBox(20, body...)))
	k.root.Objects = []fyne.CanvasObject{kit.Page(nil, container.NewVScroll(middle), kit.Foot(kit.Hint(t("deliver.kiosk.foot")), end))}
	k.root.Refresh()
	if first != nil {
		k.page.Refocus(first)
	} else {
		k.page.Refocus(end)
	}
}

// greeting is what the next person sees.
func (k *kiosk) greeting() ([]fyne.CanvasObject, fyne.Focusable) {
	t := k.b.r.env.T
	column := []fyne.CanvasObject{
		kit.HBox(0, kit.NewGlyph("badge", kit.ColorAccent, 48)), kit.Verdict(t("deliver.kiosk.title")).Wrapping(kit.Wrapped),
		kit.Body(t("deliver.kiosk.hello", "host", k.host.Name)),
	}
	if k.wrong != nil {
		column = append(column, k.b.r.env.ErrorBanner(k.wrong))
	}
	if k.host.Browser {
		in := kit.NewButton(t("deliver.packs.signin.at", "host", k.host.Name), "person", kit.Primary, k.enter)
		return append(column, kit.HBox(0, in)), in
	}
	user := kit.NewTextField(t("deliver.packs.user"), t("deliver.packs.user.hint"), "", nil)
	secret := kit.NewPasswordEntry(t("deliver.packs.secret"))
	do := func() {
		who, word := strings.TrimSpace(user.Text()), secret.Text
		if word != "" {
			k.visit(func(ctx context.Context, turn int) (KioskDone, error) {
				return k.b.r.engine.KioskWith(ctx, k.host.ID, k.batch, who, word, k.arrived(turn), k.pushed(turn))
			})
		}
	}
	secret.OnSubmitted = func(string) { do() }
	column = append(column, user, kit.NewField(t("deliver.packs.secret"), t("deliver.packs.secret.hint"), secret))
	return append(column, kit.HBox(0, kit.NewButton(t("deliver.packs.signin.do"), "person", kit.Primary, do))), user.Entry
}

// enter lets the person sign in, in the browser.
func (k *kiosk) enter() {
	env := k.b.r.env
	k.visit(func(ctx context.Context, turn int) (KioskDone, error) {
		open := func(address string) {
			env.Tasks.Back(func() {
				if turn == k.turn {
					k.link = address
					env.OpenURL(address)
					k.show()
				}
			})
		}
		return k.b.r.engine.Kiosk(ctx, k.host.ID, k.batch, open, k.arrived(turn), k.pushed(turn))
	})
}

// arrived notes that the person has signed in.
func (k *kiosk) arrived(turn int) func() {
	return func() {
		k.b.r.env.Tasks.Back(func() {
			if turn == k.turn {
				k.came = true
				k.show()
			}
		})
	}
}

func (k *kiosk) pushed(turn int) func(done, total int) {
	return func(done, total int) {
		k.b.r.env.Tasks.Back(func() {
			if turn == k.turn && k.bar != nil {
				k.bar.Set(kit.Progress{Name: k.b.r.env.T("deliver.busy.push"), Done: done, Total: total})
			}
		})
	}
}

func (k *kiosk) visit(work func(ctx context.Context, turn int) (KioskDone, error)) {
	if k.here {
		return
	}
	k.leave()
	k.here = true
	turn := k.turn
	k.show()
	stop := kit.Run(k.b.r.env.Tasks, func(ctx context.Context) (KioskDone, error) { return work(ctx, turn) }, func(done KioskDone, err error) {
		if turn != k.turn {
			return
		}
		k.leave()
		switch {
		case err == nil:
			k.left, k.since = &done, k.b.r.env.Now()
		case !errors.Is(err, context.Canceled):
			k.wrong = err
		}
		k.show()
	})
	if turn == k.turn {
		k.stop = stop
	}
}

// result says what became of the visit, and how to leave.
func (k *kiosk) result() ([]fyne.CanvasObject, fyne.Focusable) {
	r, t, out := k.b.r, k.b.r.env.T, k.left.SignedOut
	n, here := 0, 0 // here are those that did not leave this computer
	list := []fyne.CanvasObject{}
	for _, row := range k.left.Rows {
		switch row.State {
		case "delivered":
			n++
		case "held", "waiting":
			here++
		}
		word, icon, tone := r.pushState(row)
		line := []fyne.CanvasObject{kit.HBox(12, kit.Spread(kit.Line(row.Badge)), kit.Chip(word, icon, tone))}
		if row.State != "delivered" && row.Why != "" {
			line = append(line, kit.Hint(strings.TrimSpace(row.Why+" "+row.Answer)))
		}
		list = append(list, kit.VBox(2, line...))
	}
	column := []fyne.CanvasObject{}
	switch {
	case len(list) == 0:
		column = append(column, kit.Verdict(t("deliver.kiosk.nothing")).Wrapping(kit.Wrapped), kit.Body(t("deliver.kiosk.nothing.text", "owner", out.Owner)))
	case n == 0 && here == len(list):
		column = append(column, kit.Verdict(t("deliver.kiosk.held")).Wrapping(kit.Wrapped), kit.Body(t("deliver.kiosk.held.text")))
	case n == 0:
		column = append(column, kit.Verdict(t("deliver.kiosk.failed")).Wrapping(kit.Wrapped))
	default:
		column = append(column, kit.Verdict(r.count("deliver.kiosk.done", n)).Wrapping(kit.Wrapped))
	}
	if len(list) > 0 {
		column = append(column, kit.CardWith(16, kit.VBox(10, list...)))
	}
	text := t("deliver.kiosk.revoked")
	if !out.Revoked {
		text = t("deliver.packs.kept")
	}
	home := kit.NewButton(t("deliver.packs.home"), "external", kit.Plain, func() { r.env.OpenURL(out.Home) })
	next := kit.NewButton(t("deliver.kiosk.next"), "chevron-right", kit.Primary, k.next)
	return append(column, kit.Banner(kit.Warn, t("deliver.kiosk.leave", "host", k.host.Name), text), kit.HBox(8, next, home)), next
}

// end closes the kiosk, after asking: a visitor may press it by mistake.
func (k *kiosk) end() {
	t := k.b.r.env.T
	k.b.r.env.Ask(t("deliver.kiosk.end"), t("deliver.kiosk.end.text"), t("deliver.kiosk.end"), true, k.page.Close)
}
