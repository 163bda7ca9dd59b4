package studio

import (
	"context"
	"time"

	"badgekiln/designer"
	"badgekiln/designer/brand"
	"badgekiln/designer/family"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
)

// Engine is what the studio needs of the world. Methods that take a context
// read or write files and take their time; none of them is called on the
// window's goroutine.
type Engine interface {
	// Designs lists the working copies, the one changed last first.
	Designs(ctx context.Context) ([]Design, error)
	// Design reads one.
	Design(ctx context.Context, id string) (store.File, error)
	// SaveDesign replaces a working copy as a whole or not at all.
	SaveDesign(ctx context.Context, id string, f store.File) error
	// AddDesign makes a working copy under a name that is still free.
	AddDesign(ctx context.Context, name string, f store.File) (Design, error)
	// RenameDesign gives a working copy another name, inside and outside.
	RenameDesign(ctx context.Context, id, name string) (Design, error)
	// DeleteDesign puts a working copy aside that nobody was awarded, and says
	// where; RestoreDesign brings it back from there.
	DeleteDesign(ctx context.Context, id string) (aside string, err error)
	RestoreDesign(ctx context.Context, aside string) (Design, error)
	// DeletedDesigns lists what lies aside, each by its place, and DeletedDesign
	// reads one.
	DeletedDesigns(ctx context.Context) ([]Design, error)
	DeletedDesign(ctx context.Context, aside string) (store.File, error)
	// ImportDesign makes a working copy of a .badge that lies anywhere, or a
	// design of an SVG file.
	ImportDesign(ctx context.Context, path string) (Design, error)
	// Past reads a working copy with all that can be undone in it, and opens what
	// keeps that.
	Past(ctx context.Context, id string) (Past, Keeper, error)
	// Versions lists the named states of a working copy, the newest first.
	Versions(ctx context.Context, id string) ([]Version, error)
	// KeepVersion keeps a state under a name.
	KeepVersion(ctx context.Context, id, name string, f store.File) error
	// Version reads a named state.
	Version(ctx context.Context, v Version) (store.File, error)
	// ClassDesign reads the design a badge class was drawn from.
	ClassDesign(ctx context.Context, class string) (store.File, error)

	// Catalogue holds the templates, palettes and emblems to begin with.
	Catalogue() (*template.Catalogue, error)
	// Fonts are the faces every machine can draw, and those that travel with a
	// design.
	Fonts(f store.File) (*typeset.Fonts, error)

	// ExportPicture writes a design as the picture or drawing that its path ends
	// in: .png, .jpg, .svg or .pdf; a PNG in few colours when few is set.
	ExportPicture(ctx context.Context, path string, f store.File, width int, few bool, fields map[string]string) error
	// ExportDesign writes a design as a .badge file to any place.
	ExportDesign(ctx context.Context, path string, f store.File) error
	// ReadPicture reads a picture file so that a design can hold it.
	ReadPicture(ctx context.Context, path string) (data []byte, w, h int, err error)
	// Logo finds the colours in a picture of a logo.
	Logo(ctx context.Context, path string) (Logo, error)
	// Brand is the one that templates are shown in; found is false when there is
	// none yet.
	Brand(ctx context.Context) (kit brand.Kit, found bool, err error)
	// KeepBrand makes a brand the one that templates are shown in.
	KeepBrand(ctx context.Context, kit brand.Kit) error
	// ReadBrand and WriteBrand are for files to be handed on.
	ReadBrand(ctx context.Context, path string) (brand.Kit, error)
	WriteBrand(ctx context.Context, path string, kit brand.Kit) error
	// WithBrand gives a design the colours, texts and fonts of a brand, and tells
	// which fonts are not to be had here.
	WithBrand(ctx context.Context, f store.File, kit brand.Kit) (with store.File, missed []string, err error)
	// MakeSet makes a set of a working copy, beside it. RemakeSet makes it again
	// after a change; before names the versions of what the members were.
	MakeSet(ctx context.Context, id string, members []family.Member) (Made, error)
	RemakeSet(ctx context.Context, id, before string) (Made, error)
	// Templates lists the templates of one's own, Template reads one, KeepTemplate
	// adds one under its name.
	Templates(ctx context.Context) ([]Design, error)
	Template(ctx context.Context, id string) (store.File, error)
	KeepTemplate(ctx context.Context, f store.File) error
	// DeleteTemplate puts one aside as DeleteDesign does; it lies among the deleted
	// designs, and goes back among the templates.
	DeleteTemplate(ctx context.Context, id string) (aside string, err error)
	// People gives each row of the list that was awarded last, as merge fields
	// have them; none where nothing was awarded.
	People(ctx context.Context, each func(row map[string]string)) error
	// PeopleIn gives each row of a list in a file, in the same form.
	PeopleIn(ctx context.Context, path string, each func(row map[string]string)) error
	// Pack reads a folder of pictures that emblems can be taken from, Piece one of
	// them as a layer, in the fill that stands for its surroundings' colour.
	Pack(ctx context.Context, folder string) (Pack, error)
	Piece(ctx context.Context, file string, fill designer.Paint) (Drawing, error)
	// Drawing reads SVG that lies in no file as Piece does.
	Drawing(ctx context.Context, name string, svg []byte, fill designer.Paint) (Drawing, error)
	// SystemFonts are the fonts of this computer, SystemFace draws with one alone.
	// DressIn sets texts of a design in one, which goes along with the design, or as
	// far as its licence bits and its size allow.
	SystemFonts(ctx context.Context) ([]MachineFont, error)
	SystemFace(ctx context.Context, font MachineFont) (*typeset.Fonts, error)
	DressIn(ctx context.Context, f store.File, font MachineFont, ids []string) (store.File, Dressed, error)
	// NewID gives an id no layer has yet.
	NewID() string
}

// Drawing is a drawing as one layer, with the photos in it by their SHA-256, what
// it says of who made it, and what could not be brought over.
type Drawing struct {
	Layer *designer.Layer
	About designer.Credits
	Blobs map[string][]byte
	Lost  []Lost
}

// Made is what came of making a set.
type Made struct {
	Members int      // 0: there is none
	TooLong []string // titles that have no room
	ByHand  []string // members in which something was kept that was changed by hand
}

// Pack is a folder of pictures that emblems can be taken from.
type Pack struct {
	Folder, Name, Licence string
	Credit                string // who made it, "" when nothing says
	Pieces                []Piece
}

// Piece is a picture of a pack; Name is what a search looks in.
type Piece struct{ File, Name string }

// Logo is what is found in a picture of a logo.
type Logo struct {
	Colors  map[string]designer.Color
	Changes []brand.Change // which are not quite the logo's, to be read on
	Picture []byte         // PNG
}

// Past is a working copy as it is opened.
type Past struct {
	Trail designer.Trail
	Blobs map[string][]byte
	Clean bool // what is shown is what the file holds
}

// Keeper keeps every step as it is done, so that no end of the program costs
// more than the last one. Its methods are called one after another.
type Keeper interface {
	Put(t designer.Trail, blobs map[string][]byte) error
	Saved(f store.File) error
	Close() error
}

// Version is a state of a design that somebody gave a name.
type Version struct {
	ID   string
	Name string
	At   time.Time
}

// Design is one working copy in the list.
type Design struct {
	ID       string // what the Engine knows it by
	Name     string
	Changed  time.Time
	Trouble  error // why it cannot be opened, or nil
	Lost     []Lost
	Template bool // a template of one's own, where both are given
}

// Lost is something of a file that a design cannot say: its sentence is
// "svgin.<code>".
type Lost struct {
	Code   string
	Values map[string]string
}
