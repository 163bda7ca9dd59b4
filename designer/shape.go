package designer

// Shape is a parametric outline in a box of W × H at the origin. Kind names
// the drawing rule and Set its numbers, see ShapeKinds; a number not set has
// the kind's own default. Sizes in Set are shares of the box, angles degrees;
// only the radius of round corners is in units, so that it stays when a box is
// stretched.
type Shape struct {
	Kind string
	W, H float64
	Set  map[string]float64 // never changed once published
}

// ShapeKind describes a drawing rule to whoever offers it.
type ShapeKind struct {
	Name    string   // "seal"; the word's key is "shape.<name>"
	Numbers []Number // in showing order
}

// Number is one number of a shape; the word's key is "shape.number.<name>".
type Number struct {
	Name        string
	Default     float64
	Least, Most float64
	Whole       bool // counts
}
