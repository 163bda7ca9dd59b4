package badges

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// fake is an engine that keeps what it is told.
type fake struct {
	overview Overview
	classes  map[string]Class
	designs  []Design
	err      error // of everything
	saveErr  error
	artErr   error
	drafts   []Draft
	archived []string
}

func (f *fake) Overview(ctx context.Context) (Overview, error) {
	kit.OffUI(ctx)
	o := f.overview
	for _, c := range f.classes {
		o.Classes = append(o.Classes, Summary{Slug: c.Slug, Name: c.Name, State: c.State, Version: c.Version(), Awards: c.Held(), Picture: c.Picture})
	}
	slices.SortFunc(o.Classes, func(a, b Summary) int { return strings.Compare(a.Slug, b.Slug) })
	return o, f.err
}

func (f *fake) Class(_ context.Context, slug string) (Class, error) {
	c, ok := f.classes[slug]
	if !ok {
		return c, issuer.Fail(issuer.Usage, "class-unknown", "class", slug)
	}
	return c, f.err
}

func (f *fake) Designs(context.Context) ([]Design, error) { return f.designs, f.err }

func (f *fake) FromDesign(_ context.Context, id string) (Art, error) {
	return Art{Title: "Title of " + id, Image: dot(600)}, f.artErr
}

func (f *fake) FromFile(_ context.Context, path string) (Art, error) {
	return Art{Title: path, Image: dot(600)}, f.artErr
}

func (f *fake) Save(_ context.Context, d Draft) (Class, error) {
	f.drafts = append(f.drafts, d)
	if f.saveErr != nil {
		return Class{}, f.saveErr
	}
	if d.IssuerName != "" {
		f.overview.Issuers = []Issuer{{"own", d.IssuerName}}
	}
	c := f.classes[d.Slug]
	if d.Slug == "" {
		c = Class{Slug: "made", State: Unawarded, IssuerName: d.IssuerName}
	}
	c.Texts, c.PublicNames = d.Texts, d.PublicNames
	c.Versions = append(c.Versions, Version{Number: len(c.Versions) + 1, Name: d.Name})
	f.classes[c.Slug] = c
	return c, nil
}

func (f *fake) Archive(_ context.Context, slug string) (Class, error) {
	f.archived = append(f.archived, slug)
	c := f.classes[slug]
	c.State = Archived
	f.classes[slug] = c
	return c, nil
}

// dot is a picture with something in it.
func dot(side int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.Draw(m, m.Bounds().Inset(side/8), image.NewUniform(color.NRGBA{0xAD, 0x4A, 0x1A, 255}), image.Point{}, draw.Src)
	return m
}

func workshop() *fake {
	made := time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC)
	return &fake{
		overview: Overview{Issuers: []Issuer{{"hafenwerk", "Hafenwerk Makerspace e. V."}}},
		classes: map[string]Class{
			"first-firing": {
				Slug: "first-firing", Issuer: "hafenwerk", IssuerName: "Hafenwerk Makerspace e. V.", State: Open, NamesFixed: true, Picture: dot(600),
				Design: "Kiln seal",
				Texts: Texts{
					Name: "First Firing", Description: "Knows how to load, fire and unload the electric kiln safely.",
					Criteria: "Takes part in the two-evening course.", Tags: []string{"ceramics", "kiln"}, Language: "en", Rule: Once, Expires: "2y",
				},
				Versions: []Version{{Number: 1, Name: "First Firing", Made: made, Held: 46, Picture: dot(40)}},
			},
			"glaze": {
				Slug: "glaze", Issuer: "hafenwerk", IssuerName: "Hafenwerk Makerspace e. V.", State: Unawarded, Picture: dot(600),
				Texts:    Texts{Name: "شهادة إتمام دورة التزجيج المتقدمة في ورشة الخزف", Description: "d", Criteria: "c", Rule: Many},
				Versions: []Version{{Number: 1, Made: made}},
			},
		},
		designs: []Design{{"kiln-seal", "Kiln seal", dot(88)}, {"owl", "A design with a name that is much longer than its tile", dot(88)}},
	}
}

func opened(t *testing.T, f *fake, say kittest.Words) (*kittest.Bench, *Room) {
	t.Helper()
	b := kittest.New(t, say)
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r
}

// TestMissingPictureHasTheKeys: what is missing is typed at once.
func TestMissingPictureHasTheKeys(t *testing.T) {
	b, r := opened(t, &fake{classes: map[string]Class{}}, kittest.English)
	r.Arrive(kit.Route{Room: kit.RoomBadges, What: WhatNew})
	for _, field := range []string{"badges.field.issuer-name", "badges.field.name", "badges.field.description", "badges.field.criteria"} {
		b.Type(t, b.Env.T(field), "Text")
	}
	b.Press(t, "Save badge")
	b.Settle()
	if e, ok := b.Window.Canvas().Focused().(*kit.Entry); !ok || e.PlaceHolder != b.Env.T("badges.picture.file.example") {
		t.Errorf("%T has the keys, not the path of a picture", b.Window.Canvas().Focused())
	}
}

// A picture that is drawn while somebody types takes the keys from nobody: the rest
// of the word went into the next field.
func TestAPictureTakesTheKeysFromNobody(t *testing.T) {
	b, r := opened(t, &fake{classes: map[string]Class{}}, kittest.English)
	r.Arrive(kit.Route{Room: kit.RoomBadges, What: WhatNew})
	b.Type(t, b.Env.T("badges.field.issuer-name"), "Salt M")
	field := func() *kit.TextField {
		f, _ := r.open.fields[fieldIssuerName].(*kit.TextField)
		return f
	}
	b.Window.Canvas().Focus(field().Entry)
	field().Entry.CursorColumn = 4
	r.open.take(FromDesign, "any")
	b.Settle()
	if b.Window.Canvas().Focused() != fyne.Focusable(field().Entry) || field().Entry.Text != "Salt M" || field().Entry.CursorColumn != 4 {
		t.Errorf("%T has the keys; %q is typed, and the caret at %d", b.Window.Canvas().Focused(), field().Entry.Text, field().Entry.CursorColumn)
	}
}

func TestFirstBadgeFromADesign(t *testing.T) {
	f := &fake{classes: map[string]Class{}}
	b, r := opened(t, f, kittest.English)
	b.Shot(t, "badges-empty")
	if !kittest.Says(r.Content(), b.Env.T("badges.empty.title")) {
		t.Fatal("the empty list does not say so")
	}
	r.Arrive(kit.Route{Room: kit.RoomBadges, What: WhatNew, Args: map[string]string{"design": "seal"}})
	b.Press(t, "Save badge")
	b.Shot(t, "badges-first-faults")
	for _, word := range []string{"issuer-name", "description", "criteria"} {
		if !kittest.Says(r.Content(), b.Env.T("badges.fault."+word)) {
			t.Errorf("not asked for: %s", word)
		}
	}
	if len(f.drafts) > 0 || kittest.Says(r.Content(), b.Env.T("badges.fault.name")) {
		t.Fatal("saved in spite of faults, or the name did not come with the design")
	}
	b.Type(t, "Your organisation", "Töpferhof")
	b.Type(t, "Description", "Did it.")
	b.Type(t, "How it is earned (criteria)", "Do it.")
	if kittest.Says(r.Content(), b.Env.T("badges.fault.description")) {
		t.Error("a fault stays after it is mended")
	}
	b.Press(t, "Save badge")
	if len(f.drafts) != 1 {
		t.Fatalf("saved %d times", len(f.drafts))
	}
	d := f.drafts[0]
	if d.IssuerName != "Töpferhof" || d.Name != "Title of seal" || d.Art.Kind != FromDesign || d.Art.Ref != "seal" || d.Rule != Once {
		t.Errorf("%+v", d)
	}
	b.Press(t, "Award…")
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomAward || b.Routes[0].ID != "made" {
		t.Errorf("went to %v", b.Routes)
	}
}

func TestUnsavedTextsStay(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	b.Type(t, "Name", "Second Firing")
	r.Hidden()
	r.Shown()
	if e := r.open; e == nil || e.form.name != "Second Firing" {
		t.Fatal("going elsewhere lost what was typed")
	}
	if !r.Escape() || !kittest.Says(r.Content(), "not saved yet") {
		t.Error("the list does not say that something is unsaved")
	}
	b.Press(t, "First Firing")
	if got := kittest.Find(r.Content(), "Name").(*kit.Entry).Text; got != "Second Firing" {
		t.Errorf("the name is %q", got)
	}
	if !kittest.Says(r.Content(), "46 awards stay on version 1.") {
		t.Error("it is not said that awards stay on version 1")
	}
	b.Press(t, "Save version 2")
	if len(f.drafts) != 1 || f.drafts[0].Slug != "first-firing" || f.drafts[0].Art.Kind != Kept {
		t.Errorf("%+v", f.drafts)
	}
	if !kittest.Says(r.Content(), "Saved as version 2. It can be awarded now.") {
		t.Error(kittest.Visible(r.Content()))
	}
}

func TestTheNoteNamesTheVersionThatIsHeld(t *testing.T) {
	f := workshop()
	c := f.classes["first-firing"]
	c.Versions = append(c.Versions, Version{Number: 2})
	f.classes["first-firing"] = c
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	b.Type(t, "Name", "Other")
	if !kittest.Says(r.Content(), "46 awards stay on version 1.") {
		t.Error(kittest.Visible(r.open.aside))
	}
	c.Versions[1].Held = 3
	r.open.class = c
	r.open.show()
	if !kittest.Says(r.Content(), "49 awards stay on the versions they were awarded under.") {
		t.Error(kittest.Visible(r.open.aside))
	}
}

func TestDiscardAsksFirst(t *testing.T) {
	b, r := opened(t, workshop(), kittest.English)
	b.Press(t, "First Firing")
	b.Type(t, "Description", "x")
	b.Press(t, "Discard changes")
	b.Shot(t, "badges-discard")
	b.Press(t, "Keep editing")
	if r.open.form.description != "x" {
		t.Fatal("keeping loses it")
	}
	b.Press(t, "Discard changes")
	b.Press(t, "Discard changes") // that of the dialog
	if r.open.dirty() {
		t.Error("still unsaved")
	}
}

func TestArchiveAsksFirst(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	r.open.askArchive()
	b.Press(t, "Archive badge")
	if !slices.Equal(f.archived, []string{"first-firing"}) || !kittest.Says(r.Content(), b.Env.T("badges.archived")) {
		t.Errorf("archived %v", f.archived)
	}
	r.back()
	if kittest.Says(r.Content(), "First Firing") {
		t.Error("an archived badge is in the list")
	}
	b.Press(t, "Show archived")
	if !kittest.Says(r.Content(), "First Firing") {
		t.Error("an archived badge cannot be shown")
	}
}

func TestFailuresStandWhereTheyBelong(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	b.Type(t, "Name", "Other")
	f.saveErr = issuer.Fail(issuer.Usage, "names-decided", "class", "first-firing")
	b.Press(t, "Save version 2")
	if !kittest.Says(r.Content(), "was awarded already") || r.open.form.name != "Other" {
		t.Error(kittest.Visible(r.Content()))
	}
	f.saveErr = issuer.Fail(issuer.Input, "picture-damaged", "file", "x.png")
	b.Press(t, "Save version 2")
	if r.open.tab != tabPicture || !kittest.Says(r.Content(), "is damaged") {
		t.Errorf("tab %s", r.open.tab)
	}
	f.artErr = issuer.Fail(issuer.Input, "picture-format", "file", "x.txt")
	r.open.take(FromFile, "/x.txt")
	if !kittest.Says(r.Content(), "is not a PNG") || r.open.form.art.Kind != Kept {
		t.Error("a bad picture is taken or not told")
	}
	f.artErr = nil
	if !r.Dropped([]string{"/p.png"}) || r.open.form.art.Ref != "/p.png" || r.Dropped([]string{"/list.csv"}) {
		t.Error("drops")
	}
	f.err = issuer.Fail(issuer.Broken, "ledger-failed", "file", "l.db")
	r.open = nil
	r.reload()
	b.Shot(t, "badges-error")
	if !kittest.Says(r.Content(), "did not do what was asked") {
		t.Error(kittest.Visible(r.Content()))
	}
	f.err = nil
	b.Press(t, "Try again")
	if !kittest.Says(r.Content(), "First Firing") {
		t.Error("trying again shows nothing")
	}
}

func TestEveryTabIsWorded(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.Pseudo)
	allowed := []string{"First Firing", "شهادة إتمام", "Hafenwerk", "Kiln seal", "A design with", "Knows how to load, fire and unload the electric kiln safely.", "Takes part", "ceramics", "en"}
	check := func(what string) {
		t.Helper()
		b.Settle()
		if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
			t.Errorf("%s: literals %q", what, got)
		}
	}
	check("list")
	b.Press(t, "First Firing")
	for _, tab := range []string{tabMeaning, tabPicture, tabRules, tabVersions} {
		r.open.tab = tab
		r.open.build()
		check(tab)
	}
	r.back()
	r.begin()
	check("new")
}

func TestScreens(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Shot(t, "badges-list")
	b.Press(t, "First Firing")
	for _, tab := range []string{tabMeaning, tabPicture, tabRules, tabVersions} {
		r.open.tab = tab
		r.open.build()
		b.Shot(t, "badges-"+tab)
	}
	b.App.Settings().SetTheme(kit.NewTheme("dark", 1))
	r.back()
	r.edit("glaze")
	b.Shot(t, "badges-dark-rtl")
	r.back()
	r.begin()
	b.Shot(t, "badges-new-dark")
}

func TestSmallWindowAndLargeLetters(t *testing.T) {
	b, r := opened(t, workshop(), kittest.English)
	b.Window.Resize(fyne.NewSize(944, 624))
	b.Shot(t, "badges-small-list")
	r.edit("first-firing")
	b.Shot(t, "badges-small")
	b.App.Settings().SetTheme(kit.NewTheme("light", 1.5))
	r.open.build()
	b.Shot(t, "badges-150")
	r.back()
	b.Shot(t, "badges-150-list")
}

func TestWhatIsTypedLivesOnInAnotherLanguage(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	r.begin()
	b.Type(t, "Name", "A new one")
	r.back()
	b.Press(t, "First Firing")
	b.Type(t, "Name", "Second Firing")
	r.open.tab = tabRules
	next := New(b.Env, f)
	next.Resume(r.Keep())
	next.Shown()
	if next.open == nil || next.open.form.name != "Second Firing" || next.open.tab != tabRules || !next.open.dirty() {
		t.Error("the open page is lost")
	}
	if next.begin(); next.open.form.name != "A new one" {
		t.Error("the new badge is lost")
	}
}

func TestCtrlEnterDoesTheNextStep(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	next := func() {
		for _, a := range r.Actions() {
			if a.Keys == "ctrl+return" && a.On() {
				a.Run()
			}
		}
	}
	b.Press(t, "First Firing")
	b.Type(t, "Name", "Other")
	next()
	if len(f.drafts) != 1 {
		t.Fatal("not saved")
	}
	next()
	if len(b.Routes) != 1 || b.Routes[0].Room != kit.RoomAward {
		t.Errorf("went to %v", b.Routes)
	}
	r.back()
	if next(); r.open == nil || r.open.slug != "" {
		t.Error("no new badge")
	}
}

func TestADesignChangedInTheStudioGoesBackToItsBadge(t *testing.T) {
	f := workshop()
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	b.Press(t, "Open in studio")
	if to := b.Routes[0]; to.Room != kit.RoomDesigns || to.What != "class" || to.ID != "first-firing" {
		t.Fatalf("went to %+v", to)
	}
	use := kit.Route{Room: kit.RoomBadges, What: WhatNew, ID: "kiln-seal", Args: map[string]string{"design": "kiln-seal", "name": "FIRST FIRING"}}
	r.Arrive(use)
	r.Shown()
	b.Shot(t, "badges-use")
	b.Press(t, "Use for this badge")
	if r.open.slug != "first-firing" || r.open.form.art.Ref != "kiln-seal" || r.open.form.name != "First Firing" {
		t.Errorf("%q %+v", r.open.slug, r.open.form.art)
	}
	b.Press(t, "Save version 2")
	if len(f.drafts) != 1 || f.drafts[0].Art.Kind != FromDesign {
		t.Errorf("%+v", f.drafts)
	}
	r.Arrive(use) // not asked again
	if r.open.slug != "" || r.open.form.name != "First Firing" || r.open.form.art.Ref != "kiln-seal" {
		t.Errorf("a new badge: %q %q", r.open.slug, r.open.form.name)
	}
	before := r.open.form.art.Image
	r.Shown()
	if r.open.form.art.Image == before {
		t.Error("the design is not drawn anew after the studio")
	}
}
