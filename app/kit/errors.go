package kit

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"badgekiln/designer"
	"badgekiln/issuer"
)

// Message is an error as people read it.
type Message struct {
	Code   string
	Text   string // what happened, one sentence
	Hint   string // what to do; may be ""
	Where  string // file, row or cell; "" when the text names it
	Detail string // the technical text, shown on demand
}

// Whole is text and hint in one.
func (m Message) Whole() string {
	return strings.TrimSpace(m.Text + " " + m.Hint)
}

// Say puts an error into words, in the one way the whole window does.
func (e Env) Say(err error) Message {
	if err == nil {
		return Message{}
	}
	m := Message{Detail: err.Error()}
	var own *issuer.Error
	var fault *designer.Fault
	switch {
	case errors.As(err, &fault):
		m.Code = fault.Code
		m.Text = e.Fill("design."+fault.Code, fault.Values)
		m.Hint = e.hint("design.hint.window."+fault.Code, "design.hint."+fault.Code, fault.Values)
	case errors.As(err, &own):
		m = e.sayOwn(own, m)
	default:
		m = e.sayOwn(unforeseen(err), m)
	}
	return m
}

func (e Env) sayOwn(own *issuer.Error, m Message) Message {
	m.Code = own.Code
	m.Text = e.Fill("error."+own.Code, own.Values)
	m.Hint = e.hint("hint.window."+own.Code, "hint."+own.Code, own.Values)
	if own.Where != "" && !strings.Contains(m.Text, own.Where) {
		m.Where = own.Where
	}
	return m
}

// hint leaves out what is only of use in a terminal.
func (e Env) hint(window, plain string, values map[string]string) string {
	if e.Has(window) {
		return e.Fill(window, values)
	}
	if !e.Has(plain) {
		return ""
	}
	text := e.Fill(plain, values)
	if strings.Contains(text, "kiln ") || strings.Contains(text, "--") {
		return ""
	}
	return text
}

// unforeseen finds the sentence for what the operating system says.
func unforeseen(err error) *issuer.Error {
	var path *fs.PathError
	file := ""
	if errors.As(err, &path) {
		file = path.Path
	}
	switch {
	case errors.Is(err, context.Canceled):
		return issuer.Fail(issuer.Broken, "interrupted")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return issuer.Fail(issuer.Broken, "disk-full").At(file)
	case errors.Is(err, syscall.EROFS):
		return issuer.Fail(issuer.Broken, "disk-read-only").At(file)
	case errors.Is(err, fs.ErrPermission):
		return issuer.Fail(issuer.Broken, "no-permission").At(file)
	case errors.Is(err, fs.ErrNotExist):
		return issuer.Fail(issuer.Input, "file-missing", "file", file).At(file)
	default:
		return issuer.Fail(issuer.Broken, "unforeseen").At(file)
	}
}
