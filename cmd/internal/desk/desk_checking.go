package desk

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/csv"
	"image"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"badgekiln/app/checking"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/record"
	"badgekiln/issuer/verify"
)

// checkingDesk answers the room Verify.
type checkingDesk struct {
	*Desk
	web string // a folder that answers for the web, in tests; "" asks the web itself
}

// Checking is what the room Verify asks.
func (d *Desk) Checking() checking.Engine { return checkingDesk{Desk: d} }

// Ledger tells whether there is one.
func (c checkingDesk) Ledger() bool { return c.engine != nil }

// Files replaces folders by what could be a badge in them.
func (c checkingDesk) Files(ctx context.Context, inputs []string, most int) (files []string, more bool, err error) {
	return engine.BadgeFiles(ctx, inputs, most)
}

// Verify checks one input. Our own ledger answers for what it issued; the
// network is asked only when the question says so.
func (c checkingDesk) Verify(ctx context.Context, q checking.Question) (checking.Result, error) {
	input := strings.TrimSpace(q.Input)
	o := engine.VerifyOptions{Recipient: strings.ToLower(strings.TrimSpace(q.Recipient)), Offline: !q.Online, Refresh: q.Refresh, Trust: q.Trust, Map: c.web}
	var data []byte
	if q.Record != "" {
		one, err := c.engine.ImportByID(ctx, q.Record)
		if err != nil {
			return checking.Result{Input: input}, err
		}
		if data, err = c.asFound(ctx, one); err != nil {
			return checking.Result{Input: input}, err
		}
		o.Stdin, input = bytes.NewReader(data), "-"
	}
	list, err := c.check(ctx, input, o)
	if err != nil {
		return checking.Result{Input: input}, err
	}
	if q.Record != "" {
		list[0].Input = q.Input
	}
	if err := unanswered(list[0]); err != nil {
		return checking.Result{Input: input}, err
	}
	r := c.result(list[0])
	switch {
	case q.Record != "":
		r.Picture = shrunk(data, previewSide)
	case isFile(input):
		r.Picture = preview(input)
	}
	if r.Picture == nil {
		r.Picture = pictured(list[0])
	}
	return r, nil
}

// asFound is a badge on record the way it came: its picture, or its text.
func (c checkingDesk) asFound(ctx context.Context, one ledger.Import) ([]byte, error) {
	if one.Picture == "" {
		return one.Text, nil
	}
	return c.engine.Blob(ctx, one.Picture)
}

// pictured is the picture that a badge carries or that was read with it.
func pictured(v verify.Result) image.Image {
	for _, part := range append([]verify.Result{v}, v.Credentials...) {
		if part.Text == "" {
			continue
		}
		what, err := record.Read(part.Version, []byte(part.Text), func(url string) []byte { return v.Documents[url] })
		if err != nil {
			continue
		}
		if art := carried(what.ClassImage); art != nil {
			return art
		}
		if art := shrunk(v.Documents[what.ClassImage], previewSide); art != nil {
			return art
		}
	}
	return nil
}

// carried is the picture in a data: URI; nil when there is none.
func carried(uri string) image.Image {
	head, data, found := strings.Cut(uri, ",")
	if !found || !strings.HasPrefix(head, "data:image/") {
		return nil
	}
	var picture []byte
	var err error
	if strings.HasSuffix(head, ";base64") {
		picture, err = base64.StdEncoding.DecodeString(data)
	} else { // the other form of RFC 2397, usual for SVG
		var text string
		text, err = url.PathUnescape(data)
		picture = []byte(text)
	}
	if err != nil {
		return nil
	}
	return shrunk(picture, previewSide)
}

// unanswered tells why an address that was given could not be read at all: that
// says nothing about the badge there.
func unanswered(v verify.Result) error {
	for _, s := range v.Checks {
		if s.Name == "address" && !s.OK && strings.HasPrefix(s.Code, "fetch-") {
			return &issuer.Error{Kind: issuer.Refused, Code: s.Code, Values: s.Values}
		}
	}
	return nil
}

// check asks our own ledger where there is one; without it everybody is a
// stranger.
func (c checkingDesk) check(ctx context.Context, input string, o engine.VerifyOptions) ([]verify.Result, error) {
	if c.engine == nil {
		return engine.VerifyWithout(ctx, []string{input}, o, c.env, c.say)
	}
	return c.engine.Verify(ctx, []string{input}, o, c.say)
}

func (c checkingDesk) result(v verify.Result) checking.Result {
	r := checking.Result{
		Input: v.Input, Verdict: checking.Verdict(v.Verdict), Status: string(v.Status), Version: v.Version, Format: v.Format,
		Name: v.Name, Issuer: v.Issuer, IssuerName: v.IssuerName, Reasons: v.Reasons, Badges: badgesOf(v),
	}
	kept := v
	kept.Documents = nil // may be large, and the report does without
	r.Answer = kept
	for _, one := range append([]verify.Result{v}, v.Credentials...) {
		if r.Name == "" {
			r.Name = one.Name
		}
		if r.IssuerName == "" {
			r.IssuerName = one.IssuerName
		}
		if one.Issuer != "" && !slices.Contains(r.Issuers, one.Issuer) {
			r.Issuers = append(r.Issuers, one.Issuer)
		}
	}
	for _, s := range v.Checks {
		badge, name, two := strings.Cut(s.Name, ": ")
		if !two {
			badge, name = "", s.Name
		}
		r.Checks = append(r.Checks, checking.Check{
			Name: name, Badge: badge, OK: s.OK, Code: s.Code, Remark: !s.OK && (s.Effect == verify.Trusted || s.Effect == ""), Detail: s.Detail,
			Open: !s.OK && (s.Effect == verify.Untrusted || s.Effect == verify.Consistent),
		})
		r.Unasked = r.Unasked || s.Code == "offline"
	}
	return r
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// The largest picture that is shown of a stranger's file.
const (
	maxPreviewFile = 64 << 20 // bytes
	previewSide    = 224      // pixels of what is shown
)

// preview is the picture of a file, made small, or nil when it is none that can
// be shown.
func preview(path string) image.Image {
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxPreviewFile {
		return nil
	}
	data, err := os.ReadFile(path) // #nosec G304 -- the user's file
	if err != nil {
		return nil
	}
	return shrunk(data, previewSide)
}

// shrunk is a picture, made at most a side large; nil when it cannot be read.
func shrunk(data []byte, side int) image.Image {
	return drawing.ShowPicture(context.Background(), data, side)
}

// SaveReport writes what was found out: the engine's report as a text or as
// JSON, or a table.
func (c checkingDesk) SaveReport(ctx context.Context, path string, results []checking.Result) error {
	report := engine.VerifyReport{Made: c.now(), Results: make([]verify.Result, 0, len(results))}
	for _, r := range results {
		if v, is := r.Answer.(verify.Result); is {
			v.Input = c.called(r)
			report.Results = append(report.Results, v)
		}
	}
	data := []byte(report.Text(c.say))
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return c.saveTable(ctx, path, results)
	case ".json":
		var err error
		if data, err = report.JSON(); err != nil {
			return err
		}
	}
	return engine.SaveFile(path, data)
}

// called is what an input is called in a report: a pasted text stands for
// itself, and what is on record has no input.
func (c checkingDesk) called(r checking.Result) string {
	const longest = 300
	switch {
	case r.Input == "":
		return c.say("checking.fact.from.record", nil)
	case len(r.Input) > longest, strings.HasPrefix(strings.TrimSpace(r.Input), "{"):
		return c.say("checking.pasted", nil)
	}
	return r.Input
}

// SaveText writes a badge as it was found.
func (c checkingDesk) SaveText(_ context.Context, path, text string) error {
	return engine.SaveFile(path, []byte(text))
}

// saveTable writes results as CSV that no spreadsheet program takes for
// formulas.
func (c checkingDesk) saveTable(ctx context.Context, path string, results []checking.Result) error {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := make([]string, 0, 7)
	for _, column := range []string{"input", "verdict", "badge", "issuer", "version", "status", "reasons"} {
		head = append(head, c.say("checking.csv."+column, nil))
	}
	_ = w.Write(head)
	for _, r := range results {
		if err := ctx.Err(); err != nil {
			return err
		}
		row := []string{c.called(r), c.say("checking.short."+string(r.Verdict), nil), r.Name, r.IssuerName, r.Version, r.Status, strings.Join(r.Reasons, " ")}
		for i, cell := range row {
			row[i] = plainCell(cell)
		}
		_ = w.Write(row)
	}
	w.Flush()
	return engine.WriteFile(path, out.Bytes())
}

// plainCell keeps a stranger's text from being taken for a formula.
func plainCell(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}
