package awarding

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// resultStep says what became of a run.
func (r *Room) resultStep() fyne.CanvasObject {
	res := r.result
	var content []fyne.CanvasObject
	switch {
	case stopped(r.resErr):
		content = append(content, r.halted(), r.goesOn())
	case r.resErr != nil:
		content = append(content, r.broken(), r.goesOn())
	default:
		if r.undone != nil {
			content = append(content, r.undoCard(), kit.HBox(0, kit.NewButton(r.t("result.other"), "award", kit.Plain, r.anew)))
			break
		}
		content = append(content, r.banner())
		if len(res.Badges) > 0 {
			content = append(content, r.badges())
		}
		content = append(content, kit.Columns(16, []float32{1, 1}, r.outcomes(), r.notYetSeen()), r.nextSteps())
		if res.Batch != "" && res.Awarded > 0 {
			content = append(content, r.undoCard())
		}
	}
	state, present := r.t("result.state", "took", r.lasting(res.Took)), 4
	if r.resErr != nil {
		state, present = r.t("result.state.not"), 3
	}
	return kit.Page(r.head(state, present), kit.PageBody(content...), nil)
}

// banner is the good news, with the proof of one badge.
func (r *Room) banner() fyne.CanvasObject {
	res := r.result
	lead := r.counted("result.lead", res.Awarded)
	switch {
	case res.Awarded == 0 && res.Corrected > 0:
		lead = r.counted("result.corrected", res.Corrected)
	case res.Awarded == 0:
		lead = r.t("result.lead.none")
	case res.Corrected > 0:
		lead += ". " + r.counted("result.corrected", res.Corrected)
	}
	tone, proof := kit.OK, ""
	switch p := res.Proof; {
	case p.Name == "" && p.File == "":
	case p.Holds:
		proof = r.t("result.proof", "name", p.Name)
	default:
		tone, proof = kit.Warn, r.t("result.proof.not", "name", p.Name)
		for _, reason := range p.Reasons {
			proof += " " + reason
		}
	}
	buttons := []fyne.CanvasObject{}
	if res.Folder != "" {
		buttons = append(buttons, kit.NewButton(r.t("result.folder"), "folder", kit.Primary, func() { r.env.OpenFolder(res.Folder) }))
	}
	return kit.Banner(tone, lead, proof, buttons...)
}

// halted says what a cancelled run keeps.
func (r *Room) halted() fyne.CanvasObject {
	text := r.t("result.halted.text")
	if r.reached == StageWrite {
		text = r.t("result.halted.files")
	}
	return kit.Banner(kit.Warn, r.counted("result.halted", r.result.Awarded), text)
}

// broken says why a run ended before its time, and what is kept.
func (r *Room) broken() fyne.CanvasObject {
	b := r.env.ErrorBanner(r.resErr)
	if r.result.Awarded > 0 {
		return kit.VBox(16, b, kit.Banner(kit.Info, r.counted("result.kept", r.result.Awarded), r.t("result.kept.text")))
	}
	return b
}

// goesOn offers to end what was begun.
func (r *Room) goesOn() fyne.CanvasObject {
	buttons := []fyne.CanvasObject{kit.NewButton(r.t("result.again"), "play", kit.Primary, r.resume)}
	if r.plan != nil {
		buttons = append(buttons, kit.NewButton(r.t("result.to-plan"), "arrow-left", kit.Plain, r.planIt))
	}
	buttons = append(buttons, kit.NewButton(r.t("result.other"), "", kit.Quiet, r.anew))
	return kit.Card(kit.Strong(r.t("result.next")), kit.Body(r.t("result.again.text")).In(kit.ColorText2), kit.HBox(8, buttons...))
}

// resume carries the order out once more: nobody is awarded twice, and missing
// files are put back.
func (r *Room) resume() {
	if r.plan != nil && !r.list.None() {
		r.award()
		return
	}
	if batch := r.result.Batch; batch != "" {
		r.finish(batch)
		return
	}
	r.anew()
}

// badges are some of those that were awarded.
func (r *Room) badges() fyne.CanvasObject {
	var tiles []fyne.CanvasObject
	for _, b := range r.result.Badges {
		well := kit.NewPictureWell(96, 96, kit.NoGround)
		well.SetImage(b.Picture)
		name := kit.Line(b.Name).Aligned(fyne.TextAlignCenter)
		tiles = append(tiles, kit.CardWith(10, kit.VBox(8, kit.Exactly(0, 96, well), name)))
	}
	for len(tiles) < showTiles {
		tiles = append(tiles, kit.Gap(0, 0))
	}
	weights := make([]float32, len(tiles))
	for i := range weights {
		weights[i] = 1
	}
	return kit.Columns(12, weights, tiles...)
}

// showTiles is how many pictures stand side by side.
const showTiles = 6

// outcomes counts what became of the rows.
func (r *Room) outcomes() fyne.CanvasObject {
	p := r.result.Plan
	head := []fyne.CanvasObject{kit.Spread(kit.Strong(r.counted("result.rows", p.Len())).Wrapping(kit.Ellipsis))}
	if r.result.Report != "" {
		head = append(head, kit.NewButton(r.t("result.report"), "table", kit.Quiet, func() { r.env.OpenFolder(r.result.Report) }).Small())
	}
	rows := []fyne.CanvasObject{kit.Exactly(0, 44, kit.Inset(0, 8, 0, 16, kit.HBox(8, head...)))}
	for _, state := range States() {
		n := p.Counts[state]
		if n == 0 {
			continue
		}
		count := kit.Section(r.number(n)).Aligned(fyne.TextAlignTrailing)
		chip := kit.HBox(0, kit.Chip(r.t("done."+state), iconOf(state), toneOf(state)))
		rows = append(rows, kit.Rule(), kit.Exactly(0, 40, kit.Inset(0, 16, 0, 16,
			kit.HBox(12, kit.Exactly(48, 0, count), chip, kit.Spread(kit.Line(r.t(r.doneText(state))).In(kit.ColorText2))))))
	}
	return kit.CardWith(0, kit.VBox(0, rows...))
}

// doneText is what became of the rows of a state.
func (r *Room) doneText(state string) string {
	if state == StateChanged && r.result.Corrected > 0 {
		return "done.changed.corrected"
	}
	return "done." + state + ".text"
}

// notYetSeen says who can see what now.
func (r *Room) notYetSeen() fyne.CanvasObject {
	res := r.result
	rows := []fyne.CanvasObject{kit.Strong(r.t("seen.title")), kit.Body(r.t("seen.text")).In(kit.ColorText2)}
	fact := func(icon string, ink fyne.ThemeColorName, text string) {
		rows = append(rows, kit.HBox(8, kit.NewGlyph(icon, ink, 18), kit.Spread(container.NewStack(kit.Body(text)))))
	}
	if res.Folder != "" {
		where := filepath.Join(filepath.Base(filepath.Dir(res.Folder)), filepath.Base(res.Folder))
		fact("ok", kit.ColorOK, r.t("seen.files", "folder", where, "count", r.number(res.Written+res.Right)))
	}
	fact("ok", kit.ColorOK, r.t("seen.signed"))
	if res.Plan.Hosted {
		fact("clock", kit.ColorText2, r.t("seen.hosted"))
	} else {
		fact("info", kit.ColorInfo, r.t("seen.unhosted"))
	}
	return kit.Card(rows...)
}

// nextSteps are what people do next.
func (r *Room) nextSteps() fyne.CanvasObject {
	step := func(icon, key string, act func()) fyne.CanvasObject {
		words := kit.VBox(0, kit.Strong(r.t("next."+key)).Wrapping(kit.Wrapped), kit.Second(r.t("next."+key+".text")).Wrapping(kit.Wrapped))
		return kit.Card(kit.HBox(12, kit.NewGlyph(icon, kit.ColorAccent, 24), kit.Spread(words)), kit.HBox(0, kit.NewButton(r.t("next."+key+".do"), "", kit.Plain, act)))
	}
	return kit.Columns(16, []float32{1, 1, 1},
		step("ledger", "ledger", func() { r.env.Go(kit.Route{Room: kit.RoomLedger}) }),
		step("verify", "verify", func() {
			r.env.Go(kit.Route{Room: kit.RoomVerify, ID: r.result.Proof.File})
		}),
		step("award", "another", r.anew))
}

// iconOf and toneOf are how a state of a row is shown everywhere.
func iconOf(state string) string {
	return map[string]string{StateNew: "plus", StateSame: "check", StateChanged: "refresh", StateConflict: "error", StateBad: "warn"}[state]
}

func toneOf(state string) kit.Tone {
	return map[string]kit.Tone{StateNew: kit.Info, StateSame: kit.OK, StateChanged: kit.Warn, StateConflict: kit.Err, StateBad: kit.Err}[state]
}
