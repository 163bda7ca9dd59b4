package edit

import (
	"badgekiln/designer"
	"badgekiln/designer/geom"
)

// Action is one thing that can be done to a design. Menus, keys, the command
// list and the help are read off Actions.
type Action struct {
	Name    string // stable: "group"
	Word    string // key of its name in the words: "action.group"
	Icon    string // name of an icon, or ""
	Keys    string // "ctrl+shift+g", "delete"; "" for none
	Menu    string // where it belongs: edit, select, arrange, align, text, add, layer
	Enabled func(*Session) bool
	Run     func(*Session) error
}

// Actions is the table of actions, in the order menus show them.
func Actions() []Action {
	var all []Action
	for _, part := range [][]Action{historyActions(), clipActions(), selectActions(), arrangeActions(), alignActions(), textActions(), layerActions(), nudgeActions()} {
		all = append(all, part...)
	}
	for i := range all {
		all[i].Word = "action." + all[i].Name
	}
	return all
}

// Do runs an action by its name; one that is not enabled does nothing.
func (s *Session) Do(name string) error {
	for _, a := range Actions() {
		if a.Name == name {
			if !a.Enabled(s) {
				return nil
			}
			return a.Run(s)
		}
	}
	return designer.Fail("action-unknown", "action", name)
}

func always(*Session) bool { return true }

func some(s *Session) bool { return len(s.chosen) > 0 }

func movable(s *Session) bool { return len(free(s.past.doc(), s.chosen)) > 0 }

func atLeast(n int) func(*Session) bool {
	return func(s *Session) bool { return len(free(s.past.doc(), s.chosen)) >= n }
}

// anyOf tells whether a selected layer is of a kind.
func anyOf(is func(*designer.Layer) bool) func(*Session) bool {
	return func(s *Session) bool {
		for _, l := range s.Selected() {
			if is(l) {
				return true
			}
		}
		return false
	}
}

func group(l *designer.Layer) bool { return l.Group != nil }

func onArc(l *designer.Layer) bool { return l.Text != nil && l.Text.Arc != nil }

func offArc(l *designer.Layer) bool { return l.Text != nil && l.Text.Arc == nil }

func historyActions() []Action {
	return []Action{
		{
			Name: "undo", Icon: "undo", Keys: "ctrl+z", Menu: "edit",
			Enabled: func(s *Session) bool { _, ok := s.CanUndo(); return ok },
			Run:     func(s *Session) error { s.Undo(); return nil },
		},
		{
			Name: "redo", Icon: "redo", Keys: "ctrl+shift+z", Menu: "edit",
			Enabled: func(s *Session) bool { _, ok := s.CanRedo(); return ok },
			Run:     func(s *Session) error { s.Redo(); return nil },
		},
	}
}

func clipActions() []Action {
	copied := func(s *Session) bool { return len(s.clip.layers) > 0 }
	return []Action{
		{Name: "cut", Icon: "cut", Keys: "ctrl+x", Menu: "edit", Enabled: some, Run: (*Session).Cut},
		{Name: "copy", Icon: "copy", Keys: "ctrl+c", Menu: "edit", Enabled: some, Run: func(s *Session) error { s.Copy(); return nil }},
		{Name: "paste", Icon: "paste", Keys: "ctrl+v", Menu: "edit", Enabled: copied, Run: func(s *Session) error { return s.Paste(false) }},
		{Name: "paste-in-place", Keys: "ctrl+shift+v", Menu: "edit", Enabled: copied, Run: func(s *Session) error { return s.Paste(true) }},
		{Name: "duplicate", Icon: "copy", Keys: "ctrl+d", Menu: "edit", Enabled: some, Run: (*Session).Duplicate},
		{Name: "delete", Icon: "trash", Keys: "delete", Menu: "edit", Enabled: some, Run: (*Session).Delete},
	}
}

func selectActions() []Action {
	return []Action{
		{Name: "select-all", Keys: "ctrl+a", Menu: "select", Enabled: always, Run: func(s *Session) error { s.SelectAll(); return nil }},
		{Name: "select-above", Keys: "pageup", Menu: "select", Enabled: always, Run: func(s *Session) error { s.SelectNext(true); return nil }},
		{Name: "select-below", Keys: "pagedown", Menu: "select", Enabled: always, Run: func(s *Session) error { s.SelectNext(false); return nil }},
		{
			Name: "enter-group", Menu: "select", Enabled: anyOf(group),
			Run: func(s *Session) error {
				for _, l := range s.Selected() {
					if l.Group != nil {
						s.Enter(l.ID)
						break
					}
				}
				return nil
			},
		},
		{
			Name: "leave-group", Menu: "select", Enabled: func(s *Session) bool { return s.inside != "" },
			Run: func(s *Session) error { s.Leave(); return nil },
		},
	}
}

func arrangeActions() []Action {
	restack := func(way Way) func(*Session) error {
		return func(s *Session) error { return s.Apply("step.reorder", Restack(s.chosen, way)) }
	}
	flip := func(upDown bool) func(*Session) error {
		return func(s *Session) error {
			f, ok := s.frameOf(s.past.doc(), free(s.past.doc(), s.chosen))
			if !ok {
				return designer.Fail("nothing-selected")
			}
			return s.Apply("step.flip", Flip(free(s.past.doc(), s.chosen), upDown, f.anchor()))
		}
	}
	quarter := func(by float64) func(*Session) error {
		return func(s *Session) error {
			f, ok := s.frameOf(s.past.doc(), free(s.past.doc(), s.chosen))
			if !ok {
				return designer.Fail("nothing-selected")
			}
			return s.Apply("step.turn", Turn(free(s.past.doc(), s.chosen), by, f.anchor()))
		}
	}
	return []Action{
		{Name: "group", Icon: "group", Keys: "ctrl+g", Menu: "arrange", Enabled: some, Run: (*Session).Group},
		{Name: "ungroup", Icon: "ungroup", Keys: "ctrl+shift+g", Menu: "arrange", Enabled: anyOf(group), Run: (*Session).Ungroup},
		{Name: "raise", Icon: "raise", Keys: "ctrl+]", Menu: "arrange", Enabled: some, Run: restack(Raise)},
		{Name: "lower", Icon: "lower", Keys: "ctrl+[", Menu: "arrange", Enabled: some, Run: restack(Lower)},
		{Name: "to-front", Keys: "ctrl+shift+]", Menu: "arrange", Enabled: some, Run: restack(Front)},
		{Name: "to-back", Keys: "ctrl+shift+[", Menu: "arrange", Enabled: some, Run: restack(Back)},
		{Name: "flip-across", Icon: "flip-horizontal", Menu: "arrange", Enabled: movable, Run: flip(false)},
		{Name: "flip-down", Icon: "flip-vertical", Menu: "arrange", Enabled: movable, Run: flip(true)},
		{Name: "turn-right", Icon: "rotate", Menu: "arrange", Enabled: movable, Run: quarter(90)},
		{Name: "turn-left", Menu: "arrange", Enabled: movable, Run: quarter(-90)},
	}
}

func alignActions() []Action {
	align := func(side Side) func(*Session) error {
		return func(s *Session) error { return s.Align(side, s.against) }
	}
	return []Action{
		{Name: "align-left", Icon: "align-left", Menu: "align", Enabled: movable, Run: align(AlignLeft)},
		{Name: "align-centre", Icon: "align-center", Menu: "align", Enabled: movable, Run: align(AlignCentre)},
		{Name: "align-right", Icon: "align-right", Menu: "align", Enabled: movable, Run: align(AlignRight)},
		{Name: "align-top", Icon: "align-top", Menu: "align", Enabled: movable, Run: align(AlignTop)},
		{Name: "align-middle", Icon: "align-middle", Menu: "align", Enabled: movable, Run: align(AlignMiddle)},
		{Name: "align-bottom", Icon: "align-bottom", Menu: "align", Enabled: movable, Run: align(AlignBottoms)},
		{Name: "distribute-across", Icon: "distribute-horizontal", Menu: "align", Enabled: atLeast(3), Run: func(s *Session) error { return s.Distribute(false) }},
		{Name: "distribute-down", Icon: "distribute-vertical", Menu: "align", Enabled: atLeast(3), Run: func(s *Session) error { return s.Distribute(true) }},
	}
}

func textActions() []Action {
	return []Action{
		{
			Name: "edit-text", Icon: "text", Keys: "return", Menu: "text",
			Enabled: func(s *Session) bool { l := s.Selected(); return len(l) == 1 && l[0].Text != nil },
			Run:     func(s *Session) error { s.BeginText(s.chosen[0]); return nil },
		},
		{
			Name: "bend", Icon: "arc-text", Menu: "text", Enabled: anyOf(offArc),
			Run: func(s *Session) error { return s.Apply("step.bend", Bend(s.env.Plain, s.chosen)) },
		},
		{
			Name: "straighten", Icon: "text", Menu: "text", Enabled: anyOf(onArc),
			Run: func(s *Session) error { return s.Apply("step.straighten", Straighten(s.chosen)) },
		},
		{
			Name: "flip-letters", Icon: "rotate", Menu: "text", Enabled: anyOf(onArc),
			Run: func(s *Session) error { return s.Apply("step.flip-letters", FlipArc(s.chosen)) },
		},
	}
}

func layerActions() []Action {
	// toggle sets what the first of the selected layers has not.
	toggle := func(label string, is func(*designer.Layer) bool, e func([]string, bool) Edit) func(*Session) error {
		return func(s *Session) error {
			l := s.Selected()
			if len(l) == 0 {
				return designer.Fail("nothing-selected")
			}
			return s.Apply(label, e(s.chosen, !is(l[0])))
		}
	}
	locked := func(l *designer.Layer) bool { return l.Locked }
	hidden := func(l *designer.Layer) bool { return l.Hidden }
	return []Action{
		{Name: "lock", Icon: "lock", Keys: "ctrl+l", Menu: "layer", Enabled: some, Run: toggle("step.lock", locked, SetLocked)},
		{Name: "hide", Icon: "eye-off", Keys: "ctrl+h", Menu: "layer", Enabled: some, Run: toggle("step.hide", hidden, SetHidden)},
		{
			Name: "clip-below", Menu: "layer", Enabled: canClip,
			Run: func(s *Session) error {
				return s.Apply("step.clip", ClipBelow(s.env.Measure, stacked(s.past.doc(), free(s.past.doc(), s.chosen)), s.env.NewID))
			},
		},
		{
			Name: "unclip", Menu: "layer", Enabled: anyOf(Cut),
			Run: func(s *Session) error { return s.Apply("step.clip", Unclip(s.chosen)) },
		},
		{
			Name: "unlock-all", Icon: "unlock", Menu: "layer", Enabled: always,
			Run: func(s *Session) error { return s.Apply("step.lock", every(SetLocked)) },
		},
		{
			Name: "show-all", Icon: "eye", Menu: "layer", Enabled: always,
			Run: func(s *Session) error { return s.Apply("step.hide", every(SetHidden)) },
		},
	}
}

// every takes a mark off all layers.
func every(e func([]string, bool) Edit) Edit {
	return func(doc designer.Document) (designer.Document, error) {
		var ids []string
		Walk(doc, func(l *designer.Layer) {
			if l.Locked || l.Hidden {
				ids = append(ids, l.ID)
			}
		})
		return e(ids, false)(doc)
	}
}

func nudgeActions() []Action {
	var out []Action
	steps := []struct {
		name, mod string
		by        float64
	}{{"nudge", "", 1}, {"push", "shift+", 10}, {"inch", "alt+", 0.1}}
	ways := []struct {
		name string
		v    geom.Point
	}{{"left", geom.Pt(-1, 0)}, {"right", geom.Pt(1, 0)}, {"up", geom.Pt(0, -1)}, {"down", geom.Pt(0, 1)}}
	for _, st := range steps {
		for _, w := range ways {
			v := w.v.Times(st.by)
			out = append(out, Action{
				Name: st.name + "-" + w.name, Keys: st.mod + w.name, Enabled: movable,
				Run: func(s *Session) error { return s.Nudge(v.X, v.Y) },
			})
		}
	}
	return out
}
