package further

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// fill gives every text of a value a text of its own, every list one entry and
// every group its members, parent organisations down to a depth.
func fill(v reflect.Value, path string, depth int, leaf func(path string)) {
	switch v.Kind() { //nolint:exhaustive // the rest is not in the model
	case reflect.String:
		v.SetString("«" + path + "»")
		leaf(path)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		if depth > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), path, depth-1, leaf)
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			v.SetBytes([]byte(`{"«":"` + path + `"}`))
			leaf(path)
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if slices.ContainsFunc([]string{"allowedValue", "allowedOrigins", "startsWith"}, func(name string) bool { return strings.HasSuffix(path, name) }) { // typed in one field
			v.Index(0).SetString("«" + path + "»")
			leaf(path)
			return
		}
		fill(v.Index(0), path+"[0]", depth, leaf)
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			fill(v.Field(i), strings.TrimPrefix(path+"."+name, "."), depth, leaf)
		}
	}
}

// filled is a value with everything in it, and the paths of its texts.
func filled[T any]() (m T, paths []string) {
	fill(reflect.ValueOf(&m).Elem(), "", 2, func(path string) {
		if path != "refreshService.type" { // there is only one
			paths = append(paths, path)
		}
	})
	return m, paths
}

// bench is a sheet with everything unfolded, and the fields it made.
type bench struct {
	*kittest.Bench
	sheet  *Sheet
	fields map[string]interface{ SetError(string) }
	faults map[string]string
	typed  []string
}

func newBench(t *testing.T, say kittest.Words, paths []string) *bench {
	t.Helper()
	b := &bench{Bench: kittest.New(t, say), fields: map[string]interface{ SetError(string) }{}, faults: map[string]string{}}
	b.sheet = NewSheet(Page{
		Env: b.Env, Fault: func(path string) string { return b.faults[path] }, Typed: func(path string) { b.typed = append(b.typed, path) },
		Field: func(path string, f interface{ SetError(string) }) { b.fields[path] = f }, Rebuild: func() {},
	})
	b.sheet.OpenFaults(paths)
	return b
}

func classPages(s *Sheet, m *issuer.ClassMore) []fyne.CanvasObject {
	return append(s.Skills(m), s.Picture(m), s.Suspension(m), s.Languages(m))
}

// TestEveryMemberHasAField is what keeps the window equal to the model: what
// issuer.ClassMore and issuer.ProfileMore carry, and nothing else, can be typed.
func TestEveryMemberHasAField(t *testing.T) {
	class, classPaths := filled[issuer.ClassMore]()
	b := newBench(t, kittest.English, classPaths)
	classPages(b.sheet, &class)
	compare(t, "class", b.fields, classPaths)
	profile, profilePaths := filled[issuer.ProfileMore]()
	b = newBench(t, kittest.English, profilePaths)
	b.sheet.Profile(&profile)
	compare(t, "profile", b.fields, profilePaths)
}

func compare(t *testing.T, what string, fields map[string]interface{ SetError(string) }, want []string) {
	t.Helper()
	for _, path := range want {
		if fields[path] == nil {
			t.Errorf("%s: no field for %s", what, path)
		}
	}
	for path := range fields {
		if !slices.Contains(want, path) {
			t.Errorf("%s: a field for %s, which the model does not have", what, path)
		}
	}
}

// count counts the texts that are a mark, documents with their quotes.
func count(v reflect.Value, mark string) (n int) {
	switch v.Kind() { //nolint:exhaustive // the rest is not in the model
	case reflect.String:
		if v.String() == mark {
			n++
		}
	case reflect.Pointer:
		if !v.IsNil() {
			n = count(v.Elem(), mark)
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			if string(v.Bytes()) == strconv.Quote(mark) {
				n++
			}
			return n
		}
		for i := range v.Len() {
			n += count(v.Index(i), mark)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			n += count(v.Field(i), mark)
		}
	}
	return n
}

// TestWhatIsTypedStandsInTheModel types into every field and looks for it.
func TestWhatIsTypedStandsInTheModel(t *testing.T) {
	m, paths := filled[issuer.ClassMore]()
	b := newBench(t, kittest.English, paths)
	before := Clone(m)
	b.Show(kit.Scroll(kit.VBox(8, classPages(b.sheet, &m)...)))
	for i, path := range paths {
		f, ok := b.fields[path].(*kit.TextField)
		if !ok {
			continue // a choice
		}
		mark := "typed-" + strconv.Itoa(i)
		f.SetText(mark)
		if n := count(reflect.ValueOf(m), mark); n != 1 {
			t.Errorf("%s: %q is in the model %d times", path, mark, n)
		}
		if b.typed[len(b.typed)-1] != path {
			t.Errorf("%s: told as %s", path, b.typed[len(b.typed)-1])
		}
	}
	if again, _ := filled[issuer.ClassMore](); !reflect.DeepEqual(before, again) {
		t.Error("typing changed a copy")
	}
}

func TestEveryFieldIsWorded(t *testing.T) {
	m, paths := filled[issuer.ClassMore]()
	p, more := filled[issuer.ProfileMore]()
	b := newBench(t, kittest.Pseudo, append(paths, more...))
	b.Show(kit.Scroll(kit.VBox(8, append(classPages(b.sheet, &m), b.sheet.Profile(&p)...)...)))
	b.Settle()
	if got := kittest.Literals(b.Window.Content(), "«", "»"); len(got) > 0 {
		t.Errorf("literals %q", got)
	}
	for names, list := range map[string][]string{
		"type": issuer.AchievementTypes(), "target": issuer.TargetTypes(), "system": issuer.IdentifierTypes(), "result": issuer.ResultTypes(),
	} {
		for _, value := range list {
			if !b.Env.Has("further." + names + "." + key(value)) {
				t.Errorf("%s has no plain name", value)
			}
		}
	}
}

func TestTidyKeepsWhatSaysSomething(t *testing.T) {
	t.Parallel()
	m := issuer.ClassMore{
		Alignment: []issuer.Alignment{{}, {TargetName: " a "}, {}}, Creator: &issuer.Party{Address: &issuer.Address{Locality: " "}},
		Endorsement: []json.RawMessage{json.RawMessage("  "), json.RawMessage(` {"a":1} `)}, Translations: []issuer.Translation{{}},
	}
	want := issuer.ClassMore{Alignment: []issuer.Alignment{{TargetName: "a"}}, Endorsement: []json.RawMessage{json.RawMessage(`{"a":1}`)}}
	if got := Tidy(m); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if len(m.Alignment) != 3 || m.Alignment[1].TargetName != " a " {
		t.Error("the form itself was changed")
	}
	if !Same(m, want) || Same(m, issuer.ClassMore{}) {
		t.Error("what is the same and what is not")
	}
	full, _ := filled[issuer.ClassMore]()
	if !reflect.DeepEqual(Tidy(full), full) {
		t.Error("tidying lost something")
	}
}

func TestResultsGetShortNames(t *testing.T) {
	t.Parallel()
	m := Named(issuer.ClassMore{ResultDescription: []issuer.ResultDescription{
		{Name: "Final Grade", Levels: []issuer.Level{{Name: "Final grade"}, {Name: "مستوى"}, {ID: "kept", Name: "x"}}}, {Name: ""},
	}})
	r := m.ResultDescription[0]
	if r.ID != "final-grade" || r.Levels[0].ID != "final-grade-2" || r.Levels[1].ID != "result" || r.Levels[2].ID != "kept" || m.ResultDescription[1].ID != "" {
		t.Errorf("%+v", m)
	}
}

func TestFoldsFollowTheirEntries(t *testing.T) {
	b := newBench(t, kittest.English, nil)
	m := issuer.ClassMore{Related: []issuer.Related{{ID: "urn:a:1"}, {ID: "urn:a:2"}, {ID: "urn:a:3"}}}
	b.sheet.Open("related[1]")
	b.Show(kit.VBox(8, b.sheet.Skills(&m)...))
	b.Press(t, "Remove urn:a:1")
	if !b.sheet.open["related[0]"] || b.sheet.open["related[1]"] || m.Related[0].ID != "urn:a:2" {
		t.Errorf("%v", b.sheet.open)
	}
	b.Show(kit.VBox(8, b.sheet.Skills(&m)...))
	b.Press(t, "Add related badge")
	if len(m.Related) != 3 || !b.sheet.open["related[2]"] {
		t.Errorf("%v", b.sheet.open)
	}
	b.Show(kit.VBox(8, b.sheet.Skills(&m)...))
	b.sheet.Focus()
	if _, ok := b.Window.Canvas().Focused().(*kit.Entry); !ok {
		t.Error("the new entry has no focus")
	}
}

func TestAWordOfOnesOwn(t *testing.T) {
	b := newBench(t, kittest.English, nil)
	var m issuer.ClassMore
	b.Show(kit.VBox(8, b.sheet.Skills(&m)...))
	b.Press(t, "Kind")
	b.Type(t, "Find", "Kiln master")
	b.Shot(t, "further-own-word")
	b.Press(t, "“Kiln-master”, a word of your own")
	if m.AchievementType != "ext:Kiln-master" || len(m.Faults()) > 0 {
		t.Errorf("%q %v", m.AchievementType, m.Faults())
	}
	if !kittest.Says(b.Window.Content(), "“Kiln-master”") {
		t.Error("it is not shown")
	}
	b.Press(t, "Kind")
	b.Type(t, "Find", "said nothing")
	b.Press(t, "Nothing said")
	if m.AchievementType != "" {
		t.Errorf("%q", m.AchievementType)
	}
}

func TestEveryMemberOfAnAwardHasAField(t *testing.T) {
	m, paths := filled[issuer.AwardMore]()
	b := newBench(t, kittest.Pseudo, paths)
	b.Show(kit.Scroll(kit.VBox(8, b.sheet.Award(&m, []issuer.ResultDescription{{ID: "«grade»", Name: "«Grade»"}})...)))
	b.Settle()
	compare(t, "award", b.fields, paths)
	if got := kittest.Literals(b.Window.Content(), "«", "»"); len(got) > 0 {
		t.Errorf("literals %q", got)
	}
	for _, status := range issuer.Statuses() {
		if !b.Env.Has("further.status." + key(status)) {
			t.Errorf("%s has no plain name", status)
		}
	}
}
