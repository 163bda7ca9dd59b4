package engine

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/deliver/backpack/standin"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/signin"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/roster"
	"badgekiln/issuer/site"
)

// TestFacesArriveAsTheyAre pushes one award to hosts of all four families, by real
// connections: what each of them got, or fetched from where it is published, is what
// the ledger keeps, byte for byte. Pushed once more it is there already.
func TestFacesArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	p := pushedPlace(t)
	for _, one := range []struct {
		kind    string
		format  issuer.Format
		fetched bool // the host is given an address, and reads it itself
	}{
		{"", issuer.OB3, false},
		{"connect", issuer.OB2, false},
		{"badgr", issuer.OB2, true},
		{"mozilla", issuer.OB11, true},
	} {
		t.Run(one.kind, func(t *testing.T) { //nolint:paralleltest // one ledger
			h := &standin.Host{Email: "ada@example.org", Kind: one.kind}
			h.Fetches(p.web.URL)
			s := httptest.NewServer(h)
			t.Cleanup(s.Close)
			name := "host-" + string(one.format) + one.kind
			p.add(t, s.URL, name, one.kind)
			done, err := p.Push(t.Context(), name, p.ids, Sending{}, p.words)
			if err != nil || done.Going() != 1 || done.Rows[1].Why != PushNobody {
				t.Fatalf("%+v, %v", done.Rows, err)
			}
			if d := done.Deliveries[p.ids[0]]; d.State != ledger.DeliveryDelivered || d.Code != "created" {
				t.Fatalf("%+v", d)
			}
			want, at := p.face(t, one.format)
			taken := h.Taken()
			if len(taken) != 1 {
				t.Fatalf("%d badges arrived", len(taken))
			}
			for id, got := range taken {
				if !bytes.Equal(got, want) {
					t.Errorf("%s arrived as %q, the ledger has %q", id, got, want)
				}
				if one.fetched && id != at {
					t.Errorf("it was fetched from %s, not from %s", id, at)
				}
			}
			if one.kind == "badgr" {
				p.collects(t, name)
			}
		})
	}
}

// A permission that was taken back at the host is found by the push, and from then on
// the sign-in is shown as ended and offers nothing, until its owner signs in again.
func TestPermissionsTakenBackEndSignIns(t *testing.T) {
	t.Parallel()
	p := pushedPlace(t)
	h := &standin.Host{Email: "ada@example.org"}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	p.add(t, web.URL, "club", "")
	h.TakeBack()
	done, err := p.Push(t.Context(), "club", p.ids, Sending{}, p.words)
	if got := done.Deliveries[p.ids[0]]; err != nil || got.State != ledger.DeliveryHeld || got.Code != "backpack-signed-out" {
		t.Fatalf("%+v, %v", done, err)
	}
	plan, err := p.PlanPush(t.Context(), "club", p.ids)
	if err != nil || plan.Going() != 0 || plan.Rows[0].Why != PushOut || plan.Backpack.Accounts[0].Here {
		t.Errorf("%+v, %v", plan, err)
	}
	in, err := p.BeginSignIn(t.Context(), "club", signin.Texts{})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = standin.Browse(t.Context(), in.URL) }()
	if a, err := in.Finish(t.Context(), SignInOptions{}); err != nil || a.Name != plan.Backpack.Accounts[0].Name {
		t.Fatalf("%+v, %v", a, err)
	}
	if _, err := p.Push(t.Context(), "club", p.ids, Sending{}, p.words); err != nil || len(h.Pushes()) != 1 {
		t.Errorf("the host holds %v: %v", h.Pushes(), err)
	}
}

// collects puts what was pushed into a collection, twice: it is there once, and what
// is not in the backpack is not put there.
func (p *pushPlace) collects(t *testing.T, host string) {
	t.Helper()
	one, err := p.Backpack(t.Context(), host)
	if err != nil || len(one.Accounts) != 1 {
		t.Fatal(one, err)
	}
	account := one.Accounts[0].Name
	for round, added := range []int{1, 0} {
		done, err := p.Collect(t.Context(), account, " Workshop ", p.ids)
		if err != nil || done.Made != (round == 0) || len(done.Added) != added || len(done.There) != 1-added || !slices.Equal(done.Missing, p.ids[1:]) {
			t.Errorf("%+v, %v", done, err)
		}
	}
	all, err := p.Collections(t.Context(), account)
	if err != nil || len(all) != 1 || all[0].Name != "Workshop" || len(all[0].Badges) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

// pushPlace is a ledger with an award to Ada and one to Bob, in all formats, published.
type pushPlace struct {
	*Engine
	web   *httptest.Server
	words site.Words
	ids   []string
}

func pushedPlace(t *testing.T) *pushPlace {
	t.Helper()
	words, say := testWords(t)
	e, base := published(t, world(t))
	p := &pushPlace{Engine: e, words: words.T}
	name, text := "First <Firing> & more", "Fire a piece: \u2028 “é”."
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 90, 90))); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, list, web := filepath.Join(dir, "badge.png"), filepath.Join(dir, "people.csv"), filepath.Join(dir, "web")
	if err := os.WriteFile(file, picture.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, []byte("email,name\nada@example.org,Ada\nbob@example.org,Bob\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	drawn, err := drawing.ReadPicture(file)
	if err != nil {
		t.Fatal(err)
	}
	class, err := e.AddClass(t.Context(), "", ClassChange{Name: &name, Description: &text, Criteria: &text, Picture: drawn})
	if err != nil {
		t.Fatal(err)
	}
	people, err := roster.ReadFile(list, roster.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Award(t.Context(), Order{Request: award.Request{Class: class.Slug, List: people, ListName: "people.csv", Formats: issuer.Formats()}}, say)
	if err != nil {
		t.Fatal(err)
	}
	if p.ids, err = e.Standing(t.Context(), got.Plan.Batch); err != nil || len(p.ids) != 2 {
		t.Fatal(p.ids, err)
	}
	if _, err := e.AddTarget(t.Context(), NewTarget{Name: "web", Address: web}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Publish(t.Context(), Publication{}, p.words); err != nil {
		t.Fatal(err)
	}
	looked, err := json.Marshal(inspect.Report{Base: base, At: e.env.Now()}) // somebody looked, and found nothing
	if err != nil {
		t.Fatal(err)
	}
	if err := e.ledger.Update(t.Context(), func(x *ledger.Tx) error { return x.SetMeta(metaCheck+base, string(looked)) }); err != nil {
		t.Fatal(err)
	}
	p.web = httptest.NewServer(http.StripPrefix("/b", http.FileServer(http.Dir(web))))
	t.Cleanup(p.web.Close)
	return p
}

// add makes a host known and signs Ada in there.
func (p *pushPlace) add(t *testing.T, address, name, kind string) {
	t.Helper()
	n := NewBackpack{Name: name, Address: address, Local: true}
	asked, err := p.AskBackpack(t.Context(), n)
	if err != nil || kind != "" && string(asked.Service.Kind) != kind {
		t.Fatalf("%+v, %v", asked, err)
	}
	if kind == "mozilla" {
		n.ClientID = "none" // it comes back to this computer, and not to the web space
	}
	if _, err := p.AddBackpack(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	if !asked.Browser {
		a, err := p.SignInWith(t.Context(), name, "ada@example.org", "pass word", SignInOptions{})
		if err != nil || !slices.Equal(a.Owner.Emails, []string{"ada@example.org"}) {
			t.Fatalf("%+v, %v", a, err)
		}
		return
	}
	in, err := p.BeginSignIn(t.Context(), name, signin.Texts{})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = standin.Browse(t.Context(), in.URL) }()
	a, err := in.Finish(t.Context(), SignInOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ends, err := p.SignInEnds(t.Context(), a.Name)
	if err != nil || !ends.Renews || !ends.Until.After(p.env.Now().Add(50*time.Minute)) {
		t.Errorf("it ends %+v, %v", ends, err)
	}
}

// face is what the ledger keeps of Ada's award, and where it is published.
func (p *pushPlace) face(t *testing.T, format issuer.Format) (data []byte, at string) {
	t.Helper()
	if err := p.View(t.Context(), func(x *ledger.Tx) error {
		faces, err := x.Faces(p.ids[0])
		for _, f := range faces {
			if f.Format == format && err == nil {
				data, err = x.FaceBytes(f.ID)
				at = f.Identity.BaseURL + strings.TrimPrefix(site.FacePath(f), "/")
			}
		}
		return err
	}); err != nil || len(data) == 0 {
		t.Fatal(format, err)
	}
	return data, at
}
