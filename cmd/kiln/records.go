package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"

	"github.com/spf13/cobra"
)

// recordView is one award as results show it.
type recordView struct {
	ID        string     `json:"id"`
	Class     string     `json:"class"`
	Version   int        `json:"version"`
	Person    personView `json:"person"`
	Email     string     `json:"email"`
	Name      string     `json:"name"`
	State     string     `json:"state"`
	Reason    string     `json:"reason"` // of a revocation
	IssuedOn  string     `json:"issued_on"`
	Expires   string     `json:"expires"`
	Evidence  []string   `json:"evidence"`
	Narrative string     `json:"narrative"`
	Batch     string     `json:"batch"`
	Row       int        `json:"row"`
}

type personView struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

func viewAward(a issuer.Award) recordView {
	return recordView{
		ID: a.ID, Class: a.Class, Version: a.Version, Person: personView{a.Person, a.Name, a.Email}, Email: a.Email, Name: a.Name,
		State: string(a.State), Reason: a.Reason, IssuedOn: stamp(a.IssuedOn), Expires: stamp(a.Expires),
		Evidence: append([]string{}, a.Evidence...), Narrative: a.Narrative, Batch: a.Batch, Row: a.Row,
	}
}

func (a *app) awardsVerb() *cobra.Command {
	var f ledger.Filter
	var status, since, out string
	c := a.verb("awards", takes(0, 0), func(ctx context.Context, _ []string) (err error) {
		if f.State, err = awardState(status); err != nil {
			return err
		}
		if f.Since, err = day(since); err != nil {
			return err
		}
		return a.looking(ctx, func(e *engine.Engine) error { return a.awards(ctx, e, f, out) })
	})
	c.Flags().StringVar(&f.Class, "class", "", a.flag("awards", "class"))
	c.Flags().StringVar(&f.Person, "person", "", a.flag("awards", "person"))
	c.Flags().StringVar(&f.Batch, "batch", "", a.flag("awards", "batch"))
	c.Flags().StringVar(&status, "status", "", a.flag("awards", "status"))
	c.Flags().StringVar(&since, "since", "", a.flag("awards", "since"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("awards", "out"))
	return c
}

func awardState(text string) (issuer.State, error) {
	known := []issuer.State{"", issuer.Pending, issuer.Issued, issuer.Revoked, issuer.Suspended, issuer.Superseded, issuer.Undone}
	if slices.Contains(known, issuer.State(text)) {
		return issuer.State(text), nil
	}
	return "", issuer.Fail(issuer.Usage, "status-unknown", "status", text)
}

// day reads a date, which begins at midnight here, or a time with its offset.
func day(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		at, err = time.Parse(time.RFC3339, text)
	}
	if err != nil {
		return at, issuer.Fail(issuer.Usage, "since-unreadable", "since", text)
	}
	return at, nil
}

func (a *app) awards(ctx context.Context, e *engine.Engine, f ledger.Filter, out string) error {
	ours, err := a.known(ctx, e, f)
	if err != nil {
		return err
	}
	list, err := e.Awards(ctx, f)
	if err != nil {
		return err
	}
	if ours != nil {
		list = slices.DeleteFunc(list, func(one issuer.Award) bool { return !ours[one.Class] })
	}
	if out != "" {
		if err := engine.SaveTable(out, engine.AwardTable(list), ','); err != nil {
			return err
		}
		a.console.Say("cli.awards.saved", "count", strconv.Itoa(len(list)), "file", out)
	}
	views := make([]recordView, 0, len(list))
	var t table
	for _, one := range list {
		views = append(views, viewAward(one))
		t.add(one.ID, a.words.T("cli.state."+string(one.State)), one.IssuedOn.Format(time.DateOnly), one.Class, one.Name, one.Email)
	}
	none := "cli.awards.none"
	if f != (ledger.Filter{}) {
		none = "cli.awards.none-such"
	}
	return a.console.Result(views, func(w io.Writer) { a.listed(w, t, none) })
}

// known fails for a class or batch that is not there, and gives the classes of
// --issuer; nil is all classes.
func (a *app) known(ctx context.Context, e *engine.Engine, f ledger.Filter) (map[string]bool, error) {
	var ours map[string]bool
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		if f.Class != "" {
			_, err = t.Class(f.Class, 0)
		}
		if err == nil && f.Batch != "" {
			_, err = t.Batch(f.Batch)
		}
		if err != nil || a.issuer == "" {
			return err
		}
		if _, err = t.Issuer(a.issuer); err != nil {
			return err
		}
		classes, err := t.Classes(a.issuer)
		ours = map[string]bool{}
		for _, c := range classes {
			ours[c.Slug] = true
		}
		return err
	})
	return ours, err
}

// detailView is everything about one award.
type detailView struct {
	recordView
	Faces  []faceView     `json:"faces"`
	Events []ledger.Event `json:"events"`
}

type faceView struct {
	Format   string      `json:"format"`
	ID       string      `json:"id"` // its address, or urn:uuid: without web space
	SHA256   string      `json:"sha256"`
	Created  string      `json:"created"`
	Identity string      `json:"identity"`
	Key      string      `json:"key"`
	Hosted   bool        `json:"hosted"`
	Status   *statusView `json:"status,omitempty"`
}

type statusView struct {
	List  string `json:"list"` // address
	Index int    `json:"index"`
}

func viewFace(f issuer.Face) faceView {
	v := faceView{
		Format: string(f.Format), ID: f.Address(), SHA256: f.SHA256, Created: stamp(f.Created),
		Identity: f.Identity.URI, Key: f.Key, Hosted: f.Identity.BaseURL != "",
	}
	if f.Status != nil {
		v.Status = &statusView{f.Identity.BaseURL + issuer.StatusPath(f.Status.List), f.Status.Index}
	}
	return v
}

func (a *app) showVerb() *cobra.Command {
	return a.verb("show", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			d, err := e.Show(ctx, args[0])
			if err != nil {
				return err
			}
			v := detailView{recordView: viewAward(d.Award), Faces: []faceView{}, Events: append([]ledger.Event{}, d.Events...)}
			for _, f := range d.Faces {
				v.Faces = append(v.Faces, viewFace(f))
			}
			return a.console.Result(v, func(w io.Writer) { a.showRecord(w, v) })
		})
	})
}

func (a *app) showRecord(w io.Writer, v detailView) {
	_, _ = fmt.Fprintln(w, v.ID)
	f := a.facts()
	f.say("state", a.words.T("cli.state."+v.State))
	f.say("reason", v.Reason)
	f.say("class", a.words.T("cli.class.named", "class", v.Class, "version", strconv.Itoa(v.Version)))
	f.say("name", v.Name)
	f.say("email", v.Email)
	f.say("issued-on", v.IssuedOn)
	f.say("expires", v.Expires)
	f.say("evidence", strings.Join(v.Evidence, " "))
	f.say("narrative", v.Narrative)
	f.say("batch", v.Batch)
	f.print(w, "  ")
	a.heading(w, "faces")
	var t table
	for _, face := range v.Faces {
		sum := face.SHA256
		if sum == "" {
			sum = a.words.T("cli.show.unsigned")
		}
		t.add(face.Format, face.ID)
		t.add("", "SHA-256 "+sum)
	}
	t.print(w, "  ")
	a.heading(w, "events")
	a.eventTable(v.Events, false).print(w, "  ")
}

func (a *app) heading(w io.Writer, key string) {
	_, _ = fmt.Fprintf(w, "\n%s\n", a.words.T("cli.heading."+key))
}

// eventTable lists events; with subject each line says what it is about.
func (a *app) eventTable(events []ledger.Event, subject bool) *table {
	var t table
	for _, e := range events {
		row := []string{strconv.FormatInt(e.Seq, 10), e.At, e.Who, a.words.T("cli.event." + e.Kind)}
		if subject {
			row = append(row, e.Subject)
		}
		t.add(append(row, about(e), fileOf(e))...)
	}
	return &t
}

// fileOf names the list an event goes back to, and the beginning of its hash.
func fileOf(e ledger.Event) string {
	const enough = 12 // to tell two lists of one name apart
	if len(e.FileSHA256) < enough {
		return e.File
	}
	return e.File + " (sha256 " + e.FileSHA256[:enough] + "…)"
}

// about is what an event tells besides its kind, as far as people ask.
func about(e ledger.Event) string {
	var body struct {
		Format, Reason, URI string
		State               string
	}
	if json.Unmarshal(e.Body, &body) != nil {
		return ""
	}
	return strings.TrimSpace(strings.Join([]string{body.Format, body.URI, body.State, body.Reason}, " "))
}

func (a *app) faceVerbs() *cobra.Command {
	var batch, alg string
	var names []string
	add := a.verb("face.add", takes(0, 0), func(ctx context.Context, _ []string) error {
		var formats []issuer.Format
		for _, name := range names {
			formats = append(formats, issuer.Format(name))
		}
		return a.working(ctx, func(e *engine.Engine) error { return a.faceAdd(ctx, e, batch, formats, alg) })
	})
	add.Flags().StringVar(&batch, "batch", "", a.flag("face.add", "batch"))
	add.Flags().StringSliceVar(&names, "format", nil, a.flag("face.add", "format"))
	add.Flags().StringVar(&alg, "alg", "", a.flag("face.add", "alg"))
	return a.group("face", nil, require(a.dryFlag(add, "face.add"), "batch", "format"))
}

func (a *app) faceAdd(ctx context.Context, e *engine.Engine, batch string, formats []issuer.Format, alg string) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	progress, end := a.stages()
	added, err := e.AddFacesWith(ctx, batch, formats, alg, progress)
	end()
	if err != nil {
		return err
	}
	value := struct {
		Batch   string          `json:"batch"`
		Formats []issuer.Format `json:"formats"`
		Added   int             `json:"added"`
		DryRun  bool            `json:"dry_run,omitempty"`
	}{batch, formats, added, a.dry}
	return a.console.Result(value, func(w io.Writer) {
		if added == 0 {
			a.line(w, "cli.face.add.none", "formats", formatList(formats))
			a.drily(w)
			return
		}
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.face.add.done"), added, "formats", formatList(formats)))
		if !a.dry {
			a.line(w, "cli.face.add.next")
		}
		a.drily(w)
	})
}
