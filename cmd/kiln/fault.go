package main

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"badgekiln/designer"
	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

// The exit statuses. An issuer.Kind is its own status; the worst of a run wins.
const (
	statusNo     = 1 // done, but the answer is no
	statusBroken = int(issuer.Broken)
	// statusInterrupted is what shells show for Ctrl-C. What was committed
	// stays, so it is neither a result nor a fault.
	statusInterrupted = 130
)

// fault is the error of cli.md.
type fault struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Where   string `json:"where"`
	Detail  string `json:"detail,omitempty"` // technical, of our own faults only
	// Problems are those of a roster that could not be awarded.
	Problems []roster.Problem `json:"problems,omitempty"`
}

// Fail shows an error, once and only here, and gives its exit status.
func (c *console) Fail(err error) int {
	e, status := known(err)
	say, hint := "error.", "hint."
	if of := (*designer.Fault)(nil); errors.As(err, &of) {
		say, hint = "design.", "design.hint."
	}
	f := fault{Code: e.Code, Message: c.words.Fill(say+e.Code, e.Values), Where: e.Where}
	if key := hint + e.Code; c.words.Has(key) {
		f.Hint = c.words.Fill(key, e.Values)
	}
	if e.Kind == issuer.Broken && e.Err != nil {
		f.Detail = e.Err.Error()
	}
	var rows badRows
	if errors.As(err, &rows) {
		f.Problems = rows.problems
	}
	if c.json && !c.answered {
		if err := c.Result(map[string]fault{"error": f}, nil); err == nil {
			return status
		}
	}
	c.tell(f.text())
	return status
}

// text is the fault as people read it.
func (f fault) text() string {
	text := ""
	for _, p := range f.Problems {
		text += p.Message + "\n"
	}
	text += "kiln: "
	if f.Where != "" && !strings.Contains(f.Message, f.Where) {
		text += f.Where + ": "
	}
	text += f.Message + "\n"
	if f.Hint != "" {
		text += "  " + f.Hint + "\n"
	}
	if f.Detail != "" {
		text += "  (" + f.Detail + ")\n"
	}
	return text
}

// known finds the code of an error. The cores give codes for all they foresee;
// for the rest the operating system's reasons have sentences too.
func known(err error) (e *issuer.Error, status int) {
	if errors.Is(err, context.Canceled) {
		return issuer.Fail(issuer.Broken, "interrupted"), statusInterrupted
	}
	var design *designer.Fault
	switch {
	case errors.As(err, &design):
		e = designFault(design)
	case !errors.As(err, &e):
		e = unforeseen(err)
	}
	return e, int(e.Kind)
}

// designFault is a fault of a design as one of ours. What a person named and
// there is none of is wrong use; everything else is wrong with their file.
func designFault(f *designer.Fault) *issuer.Error {
	kind := issuer.Input
	switch f.Code {
	case "template-unknown", "palette-unknown", "level-unknown", "role-unknown":
		kind = issuer.Usage
	}
	return &issuer.Error{Kind: kind, Code: f.Code, Values: f.Values, Where: f.Values["file"], Err: f.Err}
}

func unforeseen(err error) *issuer.Error {
	var path *fs.PathError
	file := ""
	if errors.As(err, &path) {
		file = path.Path
	}
	switch {
	case issuer.DiskFull(err):
		return issuer.Fail(issuer.Broken, "disk-full").At(file).Because(err)
	case errors.Is(err, syscall.EROFS):
		return issuer.Fail(issuer.Broken, "disk-read-only").At(file).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return issuer.Fail(issuer.Broken, "no-permission").At(file).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return issuer.Fail(issuer.Input, "file-missing", "file", file).At(file).Because(err)
	default:
		return issuer.Fail(issuer.Broken, "unforeseen").At(file).Because(err)
	}
}
