package badges

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// full is a badge that says a good deal.
func full() *fake {
	f := workshop()
	c := f.classes["first-firing"]
	c.CriteriaURL, c.Schema = "https://hafenwerk.example/courses/first-firing", true
	long := "Rührt und gießt Porzellanschlicker nach eigener Rezeptur, brennt ihn und beurteilt das Ergebnis ohne fremde Hilfe"
	c.More = issuer.ClassMore{
		AchievementType: "Course", CreditsAvailable: "2.5", HumanCode: "CER-101", ImageCaption: "Round terracotta seal, a vase with a flame", Suspendable: true,
		Alignment: []issuer.Alignment{
			{TargetName: "Kiln firing", TargetURL: "https://esco.example/skill/1", TargetCode: "S8.1", TargetType: "CFItem"},
			{TargetName: long, TargetURL: "https://esco.example/skill/2"},
			{TargetName: "تشغيل الفرن", TargetURL: "https://esco.example/skill/3"},
		},
		ResultDescription: []issuer.ResultDescription{{
			ID: "grade", Name: "Final grade", Type: "LetterGrade", AllowedValue: []string{"C", "B", "A"}, RequiredValue: "C",
			Levels: []issuer.Level{{ID: "good", Name: "Good"}}, RequiredLevel: "good",
		}},
		Related:      []issuer.Related{{ID: "https://other.example/badge", Language: "de"}},
		Creator:      &issuer.Party{ID: "did:web:guild.example", Name: "Guild of potters"},
		Endorsement:  []json.RawMessage{json.RawMessage(`{"type":["VerifiableCredential","EndorsementCredential"],"proof":{}}`)},
		Translations: []issuer.Translation{{Language: "de", Name: "Erster Brand", Description: "Kann den Ofen füllen."}, {Language: "ar", Name: "الحرق الأول", Description: "وصف"}},
	}
	f.classes["first-firing"] = c
	return f
}

func TestWhatABadgeSaysIsSavedWhole(t *testing.T) {
	f := full()
	want := f.classes["first-firing"].Texts
	b, r := opened(t, f, kittest.English)
	b.Press(t, "First Firing")
	r.open.tab = tabSkills
	r.open.build()
	b.Type(t, "Course code", "CER-102")
	if got := f.classes["first-firing"].More.HumanCode; got != "CER-101" {
		t.Fatalf("typing changed what is saved: %q", got)
	}
	b.Press(t, "Add skill")
	if r.open.next() != 2 {
		t.Error("typing does not make a version")
	}
	b.Type(t, "Name of the skill", "Glazing")
	b.Type(t, "Web address of it", "https://esco.example/skill/4")
	b.Press(t, "Save version 2")
	if len(f.drafts) != 1 {
		t.Fatalf("saved %d times: %v", len(f.drafts), r.open.faults)
	}
	want.More.HumanCode = "CER-102"
	want.More.Alignment = append(slices.Clone(want.More.Alignment), issuer.Alignment{TargetName: "Glazing", TargetURL: "https://esco.example/skill/4"})
	if got := f.drafts[0].Texts; !reflect.DeepEqual(got, want) {
		t.Errorf("saved\n%+v, want\n%+v", got, want)
	}
	if r.open.dirty() {
		t.Error("unsaved after saving")
	}
}

func TestFaultsStandUnderTheirFieldsInEveryTab(t *testing.T) {
	b, r := opened(t, full(), kittest.English)
	b.Press(t, "First Firing")
	e := r.open
	e.form.page = "hafenwerk.example"
	e.form.more.CreditsAvailable = "many"
	e.form.more.Alignment[1].TargetURL = "esco"
	e.form.more.Alignment = append(e.form.more.Alignment, issuer.Alignment{}) // says nothing, so it is left out
	e.form.more.ResultDescription[0].Levels[0].Name = ""
	e.form.more.Translations[1].Language = "Arabic"
	e.form.more.ImageAuthor = "me"
	b.Type(t, "Name", "Other")
	b.Press(t, "Save version 2")
	want := []string{"alignment[1].targetUrl", "creditsAvailable", "imageAuthor", "page", "resultDescription[0].rubricCriterionLevel[0].name", "translations[1].language"}
	got := make([]string, 0, len(e.faults))
	for path := range e.faults {
		got = append(got, path)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Fatalf("faults %v", e.faults)
	}
	if e.tab != tabMeaning || !e.wrong(tabPicture) || !e.wrong(tabSkills) || !e.wrong(tabLanguages) || e.wrong(tabRules) {
		t.Error("the tabs are marked otherwise")
	}
	for tab, text := range map[string]string{
		tabMeaning: "“hafenwerk.example” is no web address.", tabSkills: "“esco” is no web address.", tabLanguages: "“Arabic” is no language code.", tabPicture: "“me” is no full address.",
	} {
		e.tab = tab
		e.build()
		b.Settle()
		if !kittest.Says(r.Content(), text) {
			t.Errorf("%s does not say %q", tab, text)
		}
		b.Shot(t, "further-faults-"+tab)
	}
	e.tab = tabSkills
	b.Press(t, "Save version 2")
	if f, ok := b.Window.Canvas().Focused().(*kit.Entry); !ok || f.Label() != "Credits" {
		t.Error("the first field with something to mend has no focus")
	}
	b.Type(t, "Credits", "2")
	if e.faults["creditsAvailable"] != "" || !e.wrong(tabSkills) {
		t.Error("a fault stays after it is mended, or others go with it")
	}
}

func TestFurtherTabsAreWorded(t *testing.T) {
	b, r := opened(t, full(), kittest.Pseudo)
	b.Press(t, "First Firing")
	more := r.open.form.more
	b.Settle()
	allowed := []string{"First Firing", "Hafenwerk", "hafenwerk.example", "Kiln seal", "A design with", "Knows how to load, fire and unload the electric kiln safely.", "Takes part", "CER-101", "Round terracotta", "ceramics"}
	for _, a := range more.Alignment {
		allowed = append(allowed, a.TargetName, a.TargetURL, a.TargetCode)
	}
	for _, r := range more.Related {
		allowed = append(allowed, r.ID)
	}
	for _, x := range more.Translations {
		allowed = append(allowed, x.Language, x.Name, x.Description, x.Language+" · "+x.Name)
	}
	allowed = append(allowed, "Final grade", "grade", "did:web:guild.example", "Guild of potters", "Good", "VerifiableCredential")
	allowed = slices.DeleteFunc(allowed, func(s string) bool { return strings.TrimSpace(s) == "" })
	for _, tab := range []string{tabSkills, tabLanguages, tabPicture, tabRules} {
		r.open.tab = tab
		r.open.build()
		b.Settle()
		if got := kittest.Literals(r.Content(), allowed...); len(got) > 0 {
			t.Errorf("%s: literals %q", tab, got)
		}
	}
}

func TestFurtherScreens(t *testing.T) {
	b, r := opened(t, full(), kittest.English)
	b.Press(t, "First Firing")
	r.open.tab = tabSkills
	r.open.sheet.OpenFaults([]string{"alignment[1].targetUrl", "resultDescription[0].rubricCriterionLevel[0].name"})
	r.open.build()
	b.Settle()
	b.Shot(t, "further-skills")
	for i, y := range []float32{600, 1200, 1800, 2400, 3000} {
		r.open.scroll.ScrollToOffset(fyne.NewPos(0, y))
		b.Shot(t, "further-skills-"+string(rune('a'+i)))
	}
	b.App.Settings().SetTheme(kit.NewTheme("dark", 1))
	r.open.tab = tabLanguages
	r.open.sheet.Open("translations[1]")
	r.open.build()
	b.Shot(t, "further-languages-dark")
	b.Window.Resize(fyne.NewSize(944, 624))
	r.open.tab = tabSkills
	r.open.build()
	b.Shot(t, "further-skills-small")
}
