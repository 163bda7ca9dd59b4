package designer

// ShapeKinds lists the drawing rules, in the order they are offered.
func ShapeKinds() []ShapeKind {
	share := func(name string, usual, least, most float64) Number {
		return Number{Name: name, Default: usual, Least: least, Most: most}
	}
	count := func(usual, least, most float64) Number {
		return Number{Name: "points", Default: usual, Least: least, Most: most, Whole: true}
	}
	round := Number{Name: "round", Default: 0, Least: 0, Most: 1000}
	return []ShapeKind{
		{Name: "rect", Numbers: []Number{round}},
		{Name: "ellipse"},
		{Name: "ring", Numbers: []Number{share("hole", 0.8, 0.05, 0.98)}},
		{Name: "polygon", Numbers: []Number{count(6, 3, 24), share("turn", 0, -180, 180), share("soft", 0, 0, 0.5)}},
		{Name: "star", Numbers: []Number{count(5, 3, 48), share("depth", 0.56, 0.02, 0.95), share("soft", 0, 0, 0.5)}},
		{Name: "seal", Numbers: []Number{count(36, 8, 72), share("depth", 0.07, 0.01, 0.4), share("soft", 0, 0, 0.5)}},
		{Name: "scallop", Numbers: []Number{count(20, 5, 60), share("depth", 0.06, 0.01, 0.2)}},
		{Name: "gear", Numbers: []Number{count(12, 5, 40), share("depth", 0.16, 0.03, 0.5), share("tooth", 0.55, 0.2, 0.8)}},
		{Name: "shield", Numbers: []Number{{Name: "style", Default: 1, Least: 1, Most: 4, Whole: true}}},
		{Name: "ribbon", Numbers: []Number{share("tail", 0.18, 0.05, 0.4), share("drop", 0.28, 0, 0.6), share("notch", 0.3, 0, 0.6)}},
		{Name: "pennant", Numbers: []Number{share("head", 0.22, 0, 0.6), round}},
		{Name: "ticket", Numbers: []Number{round, share("bite", 0.12, 0.02, 0.4), share("place", 0.72, 0.1, 0.9)}},
		{Name: "heart"},
		{Name: "leaf"},
		{Name: "cloud"},
		{Name: "chevron", Numbers: []Number{{Name: "bands", Default: 1, Least: 1, Most: 5, Whole: true}, share("thick", 0.5, 0.1, 1), share("slope", 0.5, 0, 0.9)}},
		{Name: "laurel", Numbers: []Number{{Name: "leaves", Default: 9, Least: 3, Most: 20, Whole: true}, share("open", 60, 0, 180), share("leaf", 0.26, 0.08, 0.4)}},
		{Name: "rays", Numbers: []Number{count(24, 4, 72), share("hole", 0.3, 0, 0.95), share("duty", 0.5, 0.1, 0.9)}},
		{Name: "guilloche", Numbers: []Number{count(24, 4, 72), share("depth", 0.16, 0.01, 0.6), {Name: "bands", Default: 2, Least: 1, Most: 6, Whole: true}, share("thick", 0.02, 0.004, 0.2)}},
		{Name: "rosette", Numbers: []Number{count(24, 8, 72), share("depth", 0.08, 0.01, 0.4), share("tail", 0.6, 0.1, 1.5), share("spread", 20, 0, 60), share("notch", 0.3, 0, 0.6)}},
		{Name: "tails", Numbers: []Number{share("tail", 0.6, 0, 1.5), share("thick", 0.3, 0.1, 0.6), share("spread", 20, 0, 60), share("notch", 0.3, 0, 0.6)}},
		{Name: "wax", Numbers: []Number{share("depth", 0.05, 0, 0.3)}},
		{Name: "arch", Numbers: []Number{share("sweep", 55, 20, 85), share("thick", 0.25, 0.08, 0.5), share("tail", 0.22, 0.1, 0.5), share("drop", 0.08, 0, 0.3)}},
		{Name: "laurel-left", Numbers: []Number{{Name: "leaves", Default: 9, Least: 3, Most: 20, Whole: true}, share("open", 60, 0, 180), share("leaf", 0.26, 0.08, 0.4)}},
		{Name: "laurel-right", Numbers: []Number{{Name: "leaves", Default: 9, Least: 3, Most: 20, Whole: true}, share("open", 60, 0, 180), share("leaf", 0.26, 0.08, 0.4)}},
		{Name: "stamp", Numbers: []Number{share("bite", 0.04, 0.01, 0.15), share("gap", 0.6, 0.1, 3)}},
		{Name: "wave", Numbers: []Number{count(6, 1, 40), share("depth", 0.2, 0.02, 0.4)}},
		{Name: "banner", Numbers: []Number{share("cut", 0.4, -1, 1)}},
		{Name: "stripes", Numbers: []Number{{Name: "bands", Default: 3, Least: 1, Most: 20, Whole: true}, share("thick", 0.5, 0.05, 0.71)}},
	}
}

// kind describes the drawing rule of a shape, and whether there is one.
func (s Shape) kind() (ShapeKind, bool) {
	for _, k := range ShapeKinds() {
		if k.Name == s.Kind {
			return k, true
		}
	}
	return ShapeKind{}, false
}

// Number gives a number of the shape, or else the kind's own, within its
// limits.
func (s Shape) Number(name string) float64 {
	k, _ := s.kind()
	for _, n := range k.Numbers {
		if n.Name != name {
			continue
		}
		v, set := s.Set[name]
		if !set || v != v {
			v = n.Default
		}
		v = min(max(v, n.Least), n.Most)
		if n.Whole {
			v = float64(int(v + 0.5))
		}
		return v
	}
	return 0
}
