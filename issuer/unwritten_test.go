package issuer_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"badgekiln/issuer"
)

// TestUnwrittenNamesTheFile: what the disk says becomes a code, and what has one
// keeps it.
func TestUnwrittenNamesTheFile(t *testing.T) {
	t.Parallel()
	at := func(err error) error { return &os.PathError{Op: "write", Path: "/elsewhere/temp", Err: err} }
	for name, c := range map[string]struct {
		err  error
		kind issuer.Kind
		code string
	}{
		"disk full":    {at(syscall.ENOSPC), issuer.Broken, "disk-full"},
		"quota":        {at(syscall.EDQUOT), issuer.Broken, "disk-full"},
		"full, deeper": {issuer.Fail(issuer.Broken, "disk-full"), issuer.Broken, "disk-full"},
		"not allowed":  {at(syscall.EACCES), issuer.Input, "out-no-access"},
		"read only":    {at(syscall.EROFS), issuer.Input, "out-no-access"},
		"anything":     {at(fs.ErrInvalid), issuer.Broken, "out-failed"},
	} {
		err := issuer.Unwritten("/mine/out.csv", c.err)
		var e *issuer.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Code != c.code || e.Values["file"] != "/mine/out.csv" || e.Where != "/mine/out.csv" || !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	own := issuer.Fail(issuer.Input, "names-alike")
	stopped := fmt.Errorf("write: %w", context.Canceled)
	for _, err := range []error{nil, own, stopped} {
		if got := issuer.Unwritten("f", err); !errors.Is(got, err) || issuer.CodeOf(got) != issuer.CodeOf(err) {
			t.Errorf("%v became %v", err, got)
		}
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"First Firing": "first-firing", " Größe: Ærø & Łódź! ": "grosse-aero-lodz", "制作": "badge", "": "badge", "a--b": "a-b",
		"a word that goes on and on until nobody wants to read it any more": "a-word-that-goes-on-and-on-until-nobody-wants-to",
	} {
		if got := issuer.Slug(name, "badge"); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
