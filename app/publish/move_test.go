package publish

import (
	"context"
	"slices"
	"strconv"
	"testing"

	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

func (f *fake) PlanMove(_ context.Context, to string) (Move, error) {
	if to == base {
		return Move{}, issuer.Fail(issuer.Usage, "move-nowhere", "url", base)
	}
	return Move{
		From: base, To: to, Before: to + "was/badges.hafenwerk.org/", Awards: 2,
		Earlier: []Earlier{{"https://first.hafenwerk.org/", 4}},
		Staying: []Staying{{"ob2", "pages", 2}, {"ob3", "keys", 2}, {"ob3-jwt", "name", 1}, {"ob3", "none", 1}},
		Rules:   []Rule{{"apache", "RedirectMatch 301 one\n"}, {"nginx", "location ~ two\n"}},
	}, nil
}

func (f *fake) Move(_ context.Context, to, reason string) (int, error) {
	f.did = append(f.did, "move "+to+" "+reason)
	f.state.Base, f.state.Earlier = to, []string{base}
	if reason != "" {
		return 2, nil
	}
	return 0, nil
}

func (f *fake) SetLanguage(_ context.Context, language string) error {
	f.did = append(f.did, "language "+language)
	f.state.Language = language
	return nil
}

func (f *fake) SetLinkedIn(_ context.Context, offered bool) error {
	f.did = append(f.did, "linkedin "+strconv.FormatBool(offered))
	f.state.LinkedIn = offered
	return nil
}

// TestHowPagesAreMade: a choice counts at once, and what differs then is told.
func TestHowPagesAreMade(t *testing.T) {
	f := standing()
	f.state.Language, f.state.LinkedIn = "de", true
	r, b := open(t, f)
	says(t, r, "Language of the pages", "Deutsch")
	f.files.Changed = 30
	b.Press(t, "Offer to add awards to LinkedIn")
	says(t, r, "30 changed")
	b.Shot(t, "publish-pages")
	if want := []string{"linkedin false"}; !slices.Equal(f.did, want) {
		t.Errorf("%q, want %q", f.did, want)
	}
}

const elsewhere = "https://new.hafenwerk.org/"

// planned opens the form and asks what another address means.
func planned(t *testing.T) (*fake, *Room, *kittest.Bench) {
	t.Helper()
	f := standing()
	r, b := open(t, f)
	b.Press(t, "Move…")
	r.move.typed = base
	b.Press(t, "Show what that means")
	says(t, r, "The new address is the old one")
	r.move.typed = elsewhere
	b.Press(t, "Show what that means")
	says(t, r, elsewhere, "2 × Open Badges 2.0, hosted", "read the badge itself", "its keys", "named after the domain", "Survives",
		"4 badges depend on https://first.hafenwerk.org/ still", "that ends with "+base)
	return f, r, b
}

// TestMovingLeadsReadersOn: what is told before it is done, the rule, and a
// place for the old files where they are led to.
func TestMovingLeadsReadersOn(t *testing.T) {
	f, r, b := planned(t)
	if len(f.did) > 0 || r.canSend() {
		t.Errorf("done unasked: %v", f.did)
	}
	r.move.way = leadOn
	r.show()
	b.Settle()
	says(t, r, elsewhere+"was/badges.hafenwerk.org/", "RedirectMatch 301 one")
	b.Shot(t, "publish-move")
	r.move.server = "nginx"
	r.show()
	b.Settle()
	b.Press(t, "Copy")
	if b.Copied != "location ~ two\n" {
		t.Errorf("copied %q", b.Copied)
	}
	b.Press(t, "Move")
	says(t, r, "New badges are signed as "+elsewhere, "one for the old files")
	b.Press(t, "Add a place for the old files")
	r.begin("folder")
	b.Settle()
	says(t, r, "Whose files lie there", base+" (earlier)")
	r.form.name, r.form.typed["folder"] = "was", "/srv/was"
	r.form.save()
	b.Settle()
	if want := []string{"move " + elsewhere + " ", "add was /srv/was  " + base}; !slices.Equal(f.did, want) {
		t.Errorf("%q, want %q", f.did, want)
	}
}

// TestMovingMakesAnewForAReason: the reason is asked for before anything is
// done, since it is published.
func TestMovingMakesAnewForAReason(t *testing.T) {
	f, r, b := planned(t)
	r.move.way = anew
	r.show()
	b.Settle()
	b.Press(t, "Move and make 2 badges anew")
	says(t, r, "This is needed.")
	r.move.reason = "New home"
	b.Press(t, "Move and make 2 badges anew")
	says(t, r, "2 badges were made anew")
	if want := []string{"move " + elsewhere + " New home"}; !slices.Equal(f.did, want) {
		t.Errorf("%q, want %q", f.did, want)
	}
}

// TestEveryWordOfMovingIsTranslated looks at the form with each way chosen.
func TestEveryWordOfMovingIsTranslated(t *testing.T) {
	b := kittest.New(t, kittest.Pseudo)
	r := New(b.Env, standing())
	r.Shown()
	b.Show(r.Content())
	r.beginMove()
	r.move.typed = elsewhere
	r.move.look()
	for _, way := range []string{keepOld, leadOn, anew} {
		r.move.way = way
		r.show()
		b.Settle()
		if list := kittest.Literals(r.Content(), base, elsewhere, "RedirectMatch 301 one"); len(list) > 0 {
			t.Errorf("%s: %q", way, list)
		}
	}
}

func TestMovingIsLeft(t *testing.T) {
	f, r, b := planned(t)
	b.Press(t, "Another one")
	b.Press(t, "Cancel")
	if len(f.did) > 0 || r.move != nil {
		t.Errorf("%v", f.did)
	}
	says(t, r, "Publish 24 files")
}
