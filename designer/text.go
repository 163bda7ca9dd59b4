package designer

// Text is one run of letters in one style. Braces in Content name merge
// fields: {name}, {issued_on}, {class.name}.
//
// Straight text without a box has its anchor (by Align) and baseline at the
// origin. With a box it is wrapped into Width units from the origin and its
// lines fill the box by Align and Valign. On an arc, the origin is the middle
// of the circle.
type Text struct {
	Content string
	Font    Font
	Size    float64 // units per em, at most
	MinSize float64 // shrinking stops here and the text is flagged; 0: it never shrinks
	Room    float64 // width that straight text shrinks to fit; 0: no limit
	Track   float64 // added between letters, in units at Size
	Leading float64 // line height over size; 0 means 1.2
	Align   Align
	Valign  Valign // of boxed text
	Box     *Box   // or nil
	Arc     *Arc   // or nil; never together with Box
}

// Font names a face. Family is a class (sans, sans-bold, sans-condensed,
// serif, script, mono), which every machine can draw, or the name of a family
// that travels with the design.
type Font struct {
	Family string
	Weight int // 100 to 900; 0: that of the class
	Italic bool
}

// Align is where text stands about its anchor or in its box.
type Align string

// The alignments; reading direction decides which side start is.
const (
	Start  Align = "start"
	Middle Align = "middle"
	End    Align = "end"
)

// Valign is where lines stand in a box.
type Valign string

// The vertical alignments.
const (
	Top    Valign = "top"
	Centre Valign = "centre"
	Bottom Valign = "bottom"
)

// Box is the room of wrapped text.
type Box struct{ W, H float64 }

// Arc bends a baseline round the layer's origin.
type Arc struct {
	Radius float64 // of the baseline
	Middle float64 // where the middle of the text lies: −90° is the top, 90° the bottom
	Sweep  float64 // degrees that text may fill before it shrinks
	Inside bool    // letters point to the middle: runs counter-clockwise, upright at the bottom
}
