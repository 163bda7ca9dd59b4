package issuer

import (
	"errors"
	"sort"
	"strings"
)

// Kind says whose turn it is after a failure. The command line turns it into
// its exit status.
type Kind int

// The kinds of failure, by the exit status of cli.md.
const (
	Usage   Kind = 2 // wrong use: a flag or a verb
	Input   Kind = 3 // bad input, nothing was done
	Refused Kind = 4 // the other side said no
	Broken  Kind = 5 // our own fault, or the machine's
)

// Values are what a sentence needs besides its code: file, row, name.
type Values map[string]string

// KV makes Values of alternating names and values.
func KV(pairs ...string) Values {
	v := Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = pairs[i+1]
	}
	return v
}

// Error is a failure a person is told about. Code is for machines and is the
// key of the sentence in assets ("error.<code>", advice in "hint.<code>").
type Error struct {
	Kind   Kind
	Code   string
	Values Values
	Where  string // the file, row or cell it is about; may be empty
	Err    error  // the technical cause; may be nil
}

// Fail makes an Error; pairs are alternating names and values.
func Fail(kind Kind, code string, pairs ...string) *Error {
	return &Error{Kind: kind, Code: code, Values: KV(pairs...)}
}

// At says where the failure is: a file, a row, a cell.
func (e *Error) At(where string) *Error { e.Where = where; return e }

// Because attaches the technical cause.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// Error gives the technical text. People are shown the sentence of the code.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	names := make([]string, 0, len(e.Values))
	for name := range e.Values {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		b.WriteString(" " + name + "=" + e.Values[name])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the technical cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of the first Error in the chain, or "" without one.
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
