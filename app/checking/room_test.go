package checking

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/issuer"
)

// fake answers by the name of the input.
type fake struct {
	asked   []Question
	reports [][]Result
	block   func(context.Context) error
	none    bool // there is no ledger
	trusts  []Trust
	record  []Record
	taken   []Question
	saved   map[string]string
	said    []Endorsing
	fail    error // of everything that is kept
	stopAt  int   // an import is cancelled after so many
}

func (f *fake) Verify(ctx context.Context, q Question) (Result, error) {
	kit.OffUI(ctx)
	f.asked = append(f.asked, q)
	if f.block != nil {
		if err := f.block(ctx); err != nil {
			return Result{}, err
		}
	}
	name := strings.TrimSuffix(q.Input[strings.LastIndex(q.Input, "/")+1:], ".png")
	if name == "broken" {
		return Result{Input: q.Input}, issuer.Fail(issuer.Input, "file-missing", "file", q.Input)
	}
	r := Result{
		Input: q.Input, Verdict: Verdict(name), Status: "good", Version: "2.0+3.0", Format: "ob2+ob3", Name: "Literacia de Dados II",
		Issuer: "did:key:z6MkpTHR8VNs5xCmXaQB1ZLxA8VJp", IssuerName: "Universidade Aberta do Atlântico",
		Issuers: []string{"did:key:z6MkpTHR8VNs5xCmXaQB1ZLxA8VJp", "https://badges.example.org/i/u/profile.json"}, Picture: dot(200), Badges: badgesSaid(),
		Checks: []Check{
			{Name: "dates", OK: true, Detail: "The badge is valid, since 3 Sep 2026.", Badge: "ob3"},
			{Name: "format", OK: true, Detail: "This is an Open Badge 3.0.", Badge: "ob3"},
			{Name: "proof", OK: true, Detail: "The signature fits the badge and the key.", Badge: "ob3"},
			{Name: "picture", Remark: true, Detail: "There are bytes behind the end of the picture.", Badge: "ob2"},
		},
	}
	if q.Recipient != "" {
		r.Checks = append(r.Checks, Check{Name: "recipient", OK: strings.HasPrefix(q.Recipient, "zoe"), Detail: "Recipient."})
	}
	switch r.Verdict {
	case Untrusted:
		if len(q.Trust) > 1 || f.trusts2(r.Issuers) {
			r.Verdict = Trusted
			break
		}
		r.Reasons = []string{"The issuer is not on your list."}
		r.Checks = append(r.Checks, Check{Name: "trust", Open: true, Detail: "The issuer is not on your list."})
	case Consistent:
		r.Unasked = !q.Online
		r.Reasons = []string{"https://badges.example.org/a/1.json was not asked: this check runs without the network."}
		r.Checks = append(r.Checks, Check{Name: "hosted", Open: true, Detail: r.Reasons[0]})
	case Altered, Revoked, Expired, OtherPerson:
		r.Reasons = []string{"The signature does not fit: the badge was altered after it was signed.", "The badge expired on 2025-01-01."}
		r.Checks = append(r.Checks, Check{Name: "proof", Detail: r.Reasons[0], Badge: "ob3"}, Check{Name: "dates", Detail: r.Reasons[1]})
	case NotABadge:
		r = Result{Input: q.Input, Verdict: NotABadge, Status: "none", Reasons: []string{"There is no badge in this picture."}, Checks: []Check{{Name: "picture", Detail: "There is no badge in this picture."}}}
	}
	return r, nil
}

func (f *fake) trusts2(ids []string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(f.trusts, func(t Trust) bool { return t.ID == id }) {
			return false
		}
	}
	return true
}

func (f *fake) SaveReport(_ context.Context, _ string, results []Result) error {
	f.reports = append(f.reports, results)
	return nil
}

func dot(side int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.Draw(m, m.Bounds().Inset(side/8), image.NewUniform(color.NRGBA{0x27, 0x60, 0x8F, 255}), image.Point{}, draw.Src)
	return m
}

func opened(t *testing.T, say kittest.Words) (*kittest.Bench, *Room, *fake) {
	t.Helper()
	b, f := kittest.New(t, say), &fake{}
	r := New(b.Env, f)
	b.Show(r.Content())
	r.Shown()
	b.Settle()
	return b, r, f
}

func all() []string {
	var list []string
	for _, v := range Verdicts() {
		list = append(list, "/home/me/"+string(v)+".png")
	}
	return append(list, "/home/me/broken.png")
}

func TestEveryVerdictIsWordedAndMarked(t *testing.T) {
	b, r, _ := opened(t, kittest.English)
	b.Shot(t, "verify-empty")
	r.Dropped(all())
	seen := map[string]bool{}
	for _, i := range r.q.items {
		r.choose(i)
		l := lookOf(i)
		if l.icon == "" || seen[l.word] || !b.Env.Has("checking.verdict."+l.word) || !b.Env.Has("checking.short."+l.word) || !b.Env.Has("checking.about."+l.word) {
			t.Errorf("%s: look %+v", i.input, l)
		}
		seen[l.word] = true
		b.Settle()
		if !kittest.Says(r.Content(), b.Env.T("checking.verdict."+l.word)) {
			t.Errorf("%s: its verdict is not shown", l.word)
		}
		for _, reason := range i.result.Reasons {
			if !strings.Contains(strings.Join(kittest.Visible(r.Content()), " "), reason) {
				t.Errorf("%s: reason %q is not shown", l.word, reason)
			}
		}
		b.Shot(t, "verify-"+l.word)
	}
	if len(seen) != len(Verdicts())+1 {
		t.Errorf("%d looks", len(seen))
	}
}

// A badge that holds later was not changed.
func TestEarlyIsNotChanged(t *testing.T) {
	b := kittest.New(t, kittest.English)
	early := Check{Name: "dates", Code: "not-yet-valid"}
	for want, checks := range map[string][]Check{
		"early": {early, {OK: true}, {Open: true}}, "altered": {early, {Name: "proof", Code: "proof-wrong"}},
	} {
		l := lookOf(&item{stage: answered, result: Result{Verdict: Altered, Checks: checks}})
		if l.word != want || !b.Env.Has("checking.verdict."+l.word) || !b.Env.Has("checking.short."+l.word) || !b.Env.Has("checking.about."+l.word) {
			t.Errorf("%+v, want %s", l, want)
		}
	}
}

func TestChecksComeInOneOrder(t *testing.T) {
	b, r, _ := opened(t, kittest.English)
	r.Dropped([]string{"/altered.png"})
	b.Press(t, "Show every check")
	var order []string
	for _, g := range grouped(r.chosen.result.Checks) {
		order = append(order, g.name)
	}
	if want := []string{"picture", "form", "signature", "dates"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	for _, c := range r.chosen.result.Checks {
		if !strings.Contains(strings.Join(kittest.Visible(r.Content()), " "), c.Detail) {
			t.Errorf("%q is not shown", c.Detail)
		}
	}
	b.Shot(t, "verify-every-check")
	if g := grouped(r.chosen.result.Checks); g[2].mark != wrong || g[0].mark != note || g[1].mark != holds {
		t.Errorf("marks %v", g)
	}
}

func TestEveryRuleBelongsToAQuestion(t *testing.T) {
	b := kittest.New(t, kittest.English)
	for _, rule := range []string{
		"input", "address", "picture", "format", "structure", "class", "image", "proof", "key", "claims", "hosted", "bytes", "scope",
		"issuer", "trust", "recipient", "status", "dates", "endorsement", "refresh",
	} {
		name := groupOf(rule)
		if name == "other" || !slices.Contains(groups(), name) || !b.Env.Has("checking.group."+name) {
			t.Errorf("%s belongs to %q", rule, name)
		}
	}
}

func TestNetworkOnlyWhenAsked(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/consistent.png"})
	if f.asked[0].Online {
		t.Fatal("the network was asked for a file without a word")
	}
	b.Press(t, "Ask the web and check again")
	if !f.asked[1].Online {
		t.Error("the network was not asked although somebody said so")
	}
	b.Type(t, b.Env.T("checking.input.label"), "https://badges.example.org/a/1.json")
	b.Press(t, "Check badge")
	if q := f.asked[2]; !q.Online || q.Input != "https://badges.example.org/a/1.json" {
		t.Errorf("%+v", q)
	}
	b.Press(t, "Ask the web")
	r.Dropped([]string{"/trusted.png"})
	if q := f.asked[3]; !q.Online {
		t.Error("the switch does nothing")
	}
}

func TestTrustIsAskedForAndCanBeTakenBack(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/untrusted.png", "/trusted.png"})
	b.Press(t, "Trust this issuer…")
	b.Shot(t, "verify-trust")
	if !kittest.Says(b.Top(), "z6MkpTHR8VNs5xCmXaQB1ZLxA8VJp") {
		t.Error("it is not said whom one trusts")
	}
	b.Press(t, "Trust this issuer")
	if q := f.asked[len(f.asked)-2]; len(q.Trust) != 0 || len(f.trusts) != 2 || r.q.items[0].result.Verdict != Trusted {
		t.Fatalf("%+v %s", q, r.q.items[0].result.Verdict)
	}
	b.Press(t, "Stop trusting this issuer")
	if r.q.items[0].result.Verdict != Untrusted {
		t.Error("trust cannot be taken back")
	}
}

func TestWhoseItIs(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/trusted.png"})
	for email, want := range map[string]string{"zoe@x.example": "Yes: it was awarded to zoe@x.example.", "bob@x.example": "No: it was not awarded to bob@x.example."} {
		b.Type(t, "Is it this person's?", email)
		b.Press(t, "Check address")
		if f.asked[len(f.asked)-1].Recipient != email || !kittest.Says(r.Content(), want) {
			t.Errorf("%s: %v", email, kittest.Visible(r.Content()))
		}
	}
	b.Shot(t, "verify-whose")
}

func TestPasteAndRepeat(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	b.Press(t, "Paste address or text")
	if len(f.asked) > 0 || !kittest.Says(r.Content(), b.Env.T("checking.paste.nothing")) {
		t.Error("an empty clipboard is not told")
	}
	b.Copied = "{\"@context\": \"x\"}"
	b.Press(t, "Paste address or text")
	if len(f.asked) != 1 || !kittest.Says(r.Content(), "Pasted text") {
		t.Errorf("asked %v", f.asked)
	}
	b.Press(t, "Paste address or text")
	if len(r.q.items) != 1 || len(f.asked) != 2 {
		t.Error("the same text is in the list twice, or not checked again")
	}
	r.clear()
	if len(r.q.items) != 0 || !kittest.Says(r.Content(), "Drop badges here") {
		t.Error("clearing leaves something")
	}
}

func TestCancelStopsWhatWaits(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	n := 0
	f.block = func(ctx context.Context) error {
		if n++; n == 2 {
			r.q.stop()
			return errors.Join(ctx.Err(), context.Canceled)
		}
		return nil
	}
	r.Dropped(all())
	if len(f.asked) != 2 {
		t.Fatalf("asked %d times after cancel", len(f.asked))
	}
	if r.q.items[0].stage != answered || r.q.items[1].stage != cancelled || r.q.items[8].stage != cancelled || r.q.isRunning() {
		t.Error("stages")
	}
	f.block = nil
	r.choose(r.q.items[3])
	b.Press(t, "Check again")
	if r.q.items[3].stage != answered {
		t.Error("cannot be checked again")
	}
	b.Shot(t, "verify-cancelled")
}

func TestNothingIsLiteral(t *testing.T) {
	b, r, f := opened(t, kittest.Pseudo)
	b.Settle()
	if got := kittest.Literals(r.Content()); len(got) > 0 {
		t.Errorf("empty: %q", got)
	}
	r.Dropped(all())
	for _, i := range r.q.items {
		r.choose(i)
		r.all = true
		r.build()
		b.Settle()
		allowed := []string{"Literacia", "Universidade", "did:key", "badges.example.org", "profile.json", "/home/me", ".png", "ob2", "ob3", "Recipient.", "without the network."}
		allowed = append(allowed, said()...)
		for _, c := range i.result.Checks {
			allowed = append(allowed, c.Detail)
		}
		if got := kittest.Literals(r.Content(), append(allowed, i.result.Reasons...)...); len(got) > 0 {
			t.Errorf("%s: %q", i.input, got)
		}
	}
	_ = f
}

func TestSmallWindowAndLargeLetters(t *testing.T) {
	b, r, _ := opened(t, kittest.English)
	r.Dropped(all())
	b.Window.Resize(fyne.NewSize(944, 624))
	b.Shot(t, "verify-small")
	b.App.Settings().SetTheme(kit.NewTheme("light", 1.5))
	r.build()
	b.Shot(t, "verify-150")
}

func TestWhatWasCheckedLivesOnInAnotherLanguage(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	r.Dropped([]string{"/trusted.png", "/altered.png"})
	r.choose(r.q.items[1])
	r.q.items[0].stage = running
	next := New(b.Env, f)
	next.Resume(r.Keep())
	if len(next.q.items) != 2 || next.chosen != next.q.items[1] || next.q.items[0].stage != answered || len(f.asked) != 3 {
		t.Errorf("%d items, asked %d", len(next.q.items), len(f.asked))
	}
	b.Show(next.Content())
	if !kittest.Says(next.Content(), "Changed") {
		t.Error("the answer is not shown")
	}
}

func TestManyFilesKeepTheListAsItIs(t *testing.T) {
	b, r, f := opened(t, kittest.English)
	var paths []string
	for i := range 300 {
		paths = append(paths, "/many/"+strings.Repeat("x", i%7)+strconv.Itoa(i)+"/trusted.png")
	}
	r.Dropped(paths)
	if len(f.asked) != 300 || r.q.items[299].stage != answered {
		t.Fatalf("asked %d times", len(f.asked))
	}
	first := r.pane.lines[r.q.items[0]]
	b.Type(t, b.Env.T("checking.input.label"), "half typed")
	r.q.again(r.q.items[0])
	r.choose(r.q.items[5])
	if r.pane.lines[r.q.items[0]] != first {
		t.Error("the list was made anew, and loses where one was")
	}
	if r.entry.Text != "half typed" {
		t.Errorf("what is typed is %q", r.entry.Text)
	}
	r.q.remove(r.q.items[5])
	if len(r.pane.column.Objects)-r.pane.first != 299 {
		t.Error("a removed badge stays in the list")
	}
}
