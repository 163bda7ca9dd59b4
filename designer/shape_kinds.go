package designer

// ShapeKinds lists the drawing rules, in the order they are offered.
func ShapeKinds() []ShapeKind {
	return []ShapeKind{{Name: "rect", Numbers: []Number{{Name: "round", Most: 10000}}}}
}
