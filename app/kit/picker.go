package kit

import "image/color"

type picker struct {
	env     Env
	title   string
	start   color.NRGBA
	slot    string
	slots   []ColorSlot
	preview func(color.NRGBA, string)
	done    func(color.NRGBA, string, bool)
}

func newPicker(e Env, title string, start color.NRGBA, slot string, slots []ColorSlot,
	preview func(color.NRGBA, string), done func(color.NRGBA, string, bool),
) *picker {
	return &picker{e, title, start, slot, slots, preview, done}
}

func (p *picker) show() {}
