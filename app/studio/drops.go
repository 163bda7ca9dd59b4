package studio

import (
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/designer/geom"
)

// Dropped takes .badge and SVG files and brands, and pictures while a design is
// open.
func (r *Room) Dropped(paths []string) bool {
	if !r.inStudio() {
		return r.opened(paths)
	}
	return r.layersOf(paths, r.studio.middle()) || r.opened(paths)
}

// DroppedAt is Dropped at a place of the window: a logo on the colours recolours
// the design, a list on the row of names fills the merge fields, and a picture on
// the canvas lies where it was let go.
func (r *Room) DroppedAt(at fyne.Position, paths []string) bool {
	s := r.studio
	switch {
	case !r.inStudio():
		return r.opened(paths)
	case s.over(s.slots.page, at) && ends(paths[0], logoEndings()):
		s.colourAfter(paths[0])
		return true
	case s.over(s.names.page, at) && ends(paths[0], kit.ListEndings()):
		s.names.readFile(paths[0])
		return true
	case s.over(s.board, at):
		p := at.Subtract(kit.PlaceOf(s.board))
		return r.layersOf(paths, s.board.view.document(geom.Pt(float64(p.X), float64(p.Y)))) || r.opened(paths)
	}
	return r.Dropped(paths)
}

// over tells whether a place of the window lies in something that is shown.
func (s *studio) over(o fyne.CanvasObject, at fyne.Position) bool {
	p := at.Subtract(kit.PlaceOf(o))
	return o.Visible() && p.X >= 0 && p.Y >= 0 && p.X < o.Size().Width && p.Y < o.Size().Height
}

// layersOf makes layers of pictures, several of them side by side; false where
// there are none among the files.
func (r *Room) layersOf(paths []string, at geom.Point) bool {
	const apart = 24
	n := 0
	for _, path := range paths {
		p := at.Add(geom.Pt(float64(n*apart), float64(n*apart)))
		switch {
		case ends(path, []string{".svg"}):
			r.studio.addDrawing(path, p)
		case ends(path, pictureEndings()):
			r.studio.addPicture(path, p)
		default:
			continue
		}
		n++
	}
	return n > 0
}

// opened takes the first of some files that can be opened by itself.
func (r *Room) opened(paths []string) bool {
	for _, path := range paths {
		switch {
		case ends(path, []string{".badge", ".svg"}):
			r.openFile(path)
			return true
		case ends(path, []string{brandEnding}):
			r.brand.read(path)
			return true
		}
	}
	return false
}

// pictureEndings are the pictures that become layers as they are.
func pictureEndings() []string { return []string{".png", ".jpg", ".jpeg", ".gif", ".webp"} }

func ends(path string, endings []string) bool {
	return slices.Contains(endings, strings.ToLower(filepath.Ext(path)))
}
