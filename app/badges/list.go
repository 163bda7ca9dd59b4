package badges

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"badgekiln/app/kit"
)

// searchFrom is how many badges there must be before a search is offered.
const searchFrom = 7

// list shows the badges as tiles.
func (r *Room) list() fyne.CanvasObject {
	r.tiles = container.NewStack()
	r.fill()
	body := kit.Scroll(kit.Inset(20, 24, 24, 24, r.tiles))
	if len(r.overview.Classes) < searchFrom && r.find == "" {
		return body
	}
	search := kit.NewEntry(r.env.T("badges.find"))
	search.PlaceHolder = r.env.T("badges.find")
	search.SetText(r.find)
	search.OnChanged = func(text string) {
		r.find = text
		r.fill()
	}
	return kit.Framed(kit.Inset(16, 24, 4, 24, kit.HBox(0, kit.Exactly(320, 0, search))), nil, nil, nil, body)
}

// fill shows the badges that fit the search.
func (r *Room) fill() {
	if r.tiles == nil {
		return
	}
	var tiles []fyne.CanvasObject
	for _, c := range r.shown() {
		tiles = append(tiles, r.tile(c))
	}
	content := fyne.CanvasObject(kit.Tiles(16, 320, 0, tiles...))
	if len(tiles) == 0 && strings.TrimSpace(r.find) != "" {
		content = kit.Empty("search", "", r.env.T("badges.find.none", "text", r.find), kit.NewButton(r.env.T("badges.find.clear"), "", kit.Plain, func() {
			r.find = ""
			r.build()
		}))
	}
	r.tiles.Objects = []fyne.CanvasObject{content}
	r.tiles.Refresh()
}

func (r *Room) shown() []Summary {
	find := strings.ToLower(strings.TrimSpace(r.find))
	return slices.DeleteFunc(slices.Clone(r.overview.Classes), func(c Summary) bool {
		return c.State == Archived && !r.archived || !strings.Contains(strings.ToLower(c.Name), find)
	})
}

// tile is one badge: picture, name, and how it stands.
func (r *Room) tile(c Summary) fyne.CanvasObject {
	well := kit.NewPictureWell(72, 72, kit.NoGround)
	well.SetImage(c.Picture)
	words := []fyne.CanvasObject{kit.Strong(c.Name).Wrapping(kit.Ellipsis)}
	if len(r.overview.Issuers) > 1 {
		words = append(words, kit.Second(c.Issuer).Wrapping(kit.Ellipsis))
	}
	words = append(words, kit.Second(r.counted("badges.class.held", c.Awards)).Wrapping(kit.Ellipsis))
	chips := []fyne.CanvasObject{r.stateChip(c.State)}
	if c.Version > 1 {
		chips = append(chips, kit.Chip(r.env.T("badges.class.version", "version", strconv.Itoa(c.Version)), "", kit.Neutral))
	}
	if e := r.editors[c.Slug]; e != nil && e.dirty() {
		chips = append(chips, kit.Chip(r.env.T("badges.edit.unsaved"), "pen", kit.Warn))
	}
	words = append(words, kit.Gap(0, 2), kit.Chips(6, chips...))
	return kit.NewTile(c.Name, kit.Pad(16, kit.HBox(16, kit.Exactly(72, 72, well), kit.Spread(kit.VBox(2, words...)))), func() { r.edit(c.Slug) })
}

func (r *Room) stateChip(s State) fyne.CanvasObject {
	icon, tone := "pen", kit.Info
	switch s {
	case Open:
		icon, tone = "check", kit.OK
	case Archived:
		icon, tone = "folder", kit.Neutral
	}
	return kit.Chip(r.env.T("badges.class."+string(s)), icon, tone)
}

// counted is a sentence about a number, with its own for one and, where there
// is one, for none.
func (r *Room) counted(key string, n int) string {
	plain := key
	if r.env.Has(key + ".count") {
		plain = key + ".count"
	}
	switch {
	case n == 1:
		plain = key + ".one"
	case n == 0 && r.env.Has(key+".none"):
		plain = key + ".none"
	}
	return r.env.T(plain, "count", r.env.Count(n))
}
