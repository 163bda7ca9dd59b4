package desk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"badgekiln/app"
	"badgekiln/app/awarding"
	"badgekiln/app/badges"
	"badgekiln/app/checking"
	"badgekiln/app/deliver"
	"badgekiln/app/home"
	"badgekiln/app/kit"
	"badgekiln/app/publish"
	"badgekiln/app/records"
	"badgekiln/app/settings"
	"badgekiln/app/studio"
	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/ledger"
)

// Opener finds, makes and opens ledgers for the window.
type Opener struct {
	Env      engine.Env
	Home     string            // the user's folder; "" when unknown
	Asked    string            // the ledger named on the command line, or ""
	Last     string            // the one open when the window was closed, or ""
	Remember func(path string) // is told what is open now
	Language string            // of what the sample says
}

// Watch says who is told while a ledger of an earlier release is brought up to
// date.
func (o *Opener) Watch(tell func(app.Rise)) {
	o.Env.AtRise = func(r ledger.Rise) { tell(app.Rise{Stage: app.RiseStage(r.Stage), Done: r.Done, Total: r.Total}) }
}

// First opens the ledger the window starts with.
func (o *Opener) First(ctx context.Context) (app.Ledger, error) {
	path := o.Asked
	if path == "" {
		path = o.Env.Getenv("KILN_LEDGER")
	}
	if path == "" && o.Last != "" {
		return o.Open(ctx, o.Last)
	}
	if path == "" {
		usual, err := engine.DefaultLedger(o.Env.Getenv)
		if err != nil {
			return nil, err
		}
		path = usual
	}
	if path, err := filepath.Abs(path); err == nil && missing(path) {
		return o.unbegun(path), nil
	}
	return o.Open(ctx, path)
}

// missing tells whether nothing is at a path although its folder can be read,
// or is not there either: a ledger may be begun there.
func missing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

func (o *Opener) unbegun(path string) app.Ledger {
	return &opened{o: o, desk: &Desk{path: path, env: o.Env, home: o.Home}}
}

// Open opens a ledger that is there.
func (o *Opener) Open(ctx context.Context, path string) (app.Ledger, error) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	e, err := engine.OpenExisting(ctx, path, o.Env)
	if err != nil {
		return nil, err
	}
	return o.opened(ctx, e)
}

func (o *Opener) opened(ctx context.Context, e *engine.Engine) (app.Ledger, error) {
	l := &opened{o: o, desk: &Desk{engine: e, path: e.Path(), env: o.Env, home: o.Home}}
	sample, err := e.IsSample(ctx)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	l.sample = sample
	if o.Remember != nil {
		o.Remember(e.Path())
	}
	return l, nil
}

// Begin makes an empty ledger, or opens the one that is there, and takes the
// designs of the ledger from along.
func (o *Opener) Begin(ctx context.Context, path, from string) (app.Ledger, error) {
	if path == "" {
		usual, err := engine.DefaultLedger(o.Env.Getenv)
		if err != nil {
			return nil, err
		}
		path = usual
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, issuer.Fail(issuer.Input, "out-no-access", "file", filepath.Dir(path)).At(path).Because(err)
	}
	if from != "" && filepath.Dir(from) != filepath.Dir(path) {
		if err := takeDesigns(filepath.Dir(from), filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	e, err := engine.Open(ctx, path, o.Env)
	if err != nil {
		return nil, err
	}
	return o.opened(ctx, e)
}

// takeDesigns copies working copies of one ledger's folder into another's, and
// the sample's own design when there are none. What is there stays.
func takeDesigns(from, to string) error {
	found, err := filepath.Glob(filepath.Join(from, engine.DesignFolder, "*"+drawing.DesignEnding))
	if err != nil {
		return nil //nolint:nilerr // only a pattern can be wrong, and then there is nothing to take
	}
	if own := filepath.Join(from, engine.SampleDesign); len(found) == 0 && !missing(own) {
		found = []string{own}
	}
	dir := filepath.Join(to, engine.DesignFolder)
	for _, path := range found {
		file, err := drawing.ReadDesign(path)
		if err != nil {
			continue // it could not be opened there either
		}
		target := filepath.Join(dir, filepath.Base(path))
		if !missing(target) {
			continue
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return issuer.Fail(issuer.Input, "out-no-access", "file", dir).At(dir).Because(err)
		}
		if err := drawing.WriteDesign(target, file); err != nil {
			return err
		}
	}
	return nil
}

// Restore puts a backup's ledger at a new place and opens it.
func (o *Opener) Restore(ctx context.Context, backup, path, passphrase string) (app.Ledger, error) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, issuer.Fail(issuer.Input, "out-no-access", "file", filepath.Dir(path)).At(path).Because(err)
	}
	e, err := engine.RestoreWith(ctx, backup, path, passphrase, o.Env)
	if err != nil {
		return nil, err
	}
	return o.opened(ctx, e)
}

// Sample opens the sample workshop, and makes it in the program's own folder
// when it is not there.
func (o *Opener) Sample(ctx context.Context) (app.Ledger, error) {
	dir, err := engine.ConfigDir(o.Env.Getenv)
	if err != nil {
		return nil, err
	}
	dir = filepath.Join(dir, "sample")
	path := filepath.Join(dir, engine.SampleLedger)
	if missing(path) {
		words, err := assets.LoadWords(o.language())
		if err != nil {
			return nil, err
		}
		if _, err := engine.Sample(ctx, dir, nil, o.Env, words); err != nil {
			return nil, err
		}
	}
	return o.Open(ctx, path)
}

func (o *Opener) language() string {
	if o.Language == "" {
		return "en"
	}
	return o.Language
}

// opened is a ledger as the window holds it.
type opened struct {
	o      *Opener
	desk   *Desk
	sample bool
	shown  shown
}

// Path is the ledger's file.
func (l *opened) Path() string { return l.desk.path }

// Begun tells whether there is one.
func (l *opened) Begun() bool { return l.desk.engine != nil }

// Sample tells whether it is the sample workshop.
func (l *opened) Sample() bool { return l.sample }

// Close closes it.
func (l *opened) Close() error { return errors.Join(l.shown.close(), l.desk.Close()) }

// Stamp changes when the file does. Its content is not read.
func (l *opened) Stamp(context.Context) (string, error) {
	info, err := os.Stat(l.desk.path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", issuer.Fail(issuer.Input, "ledger-missing", "file", l.desk.path).At(l.desk.path)
	}
	if err != nil {
		return "", err
	}
	stamp := strconv.FormatInt(info.ModTime().UnixNano(), 36) + " " + strconv.FormatInt(info.Size(), 36)
	if wal, err := os.Stat(l.desk.path + "-wal"); err == nil {
		stamp += " " + strconv.FormatInt(wal.ModTime().UnixNano(), 36) + " " + strconv.FormatInt(wal.Size(), 36)
	}
	return stamp, nil
}

// Rooms makes the rooms in the language of their Env.
func (l *opened) Rooms(env kit.Env) []kit.Room {
	l.o.Language = env.Language
	d := *l.desk
	words, err := assets.LoadWords(env.Language)
	if err != nil {
		words, err = assets.LoadWords("en")
		if err != nil {
			panic("desk: no words are embedded") // the window had them a moment ago
		}
	}
	d.words = words
	d.memo = &memo{}
	pub := publish.New(env, publishDesk{&d, &l.shown})
	if d.engine != nil {
		pub.Begin()
		// A copy a day is a help against slips; that there is none stops nobody.
		kit.Run(env.Tasks, func(ctx context.Context) (string, error) { return d.engine.KeepCopyIfOld(ctx, 0) }, func(string, error) {})
	}
	return []kit.Room{
		home.New(env, d.AtHome()),
		studio.New(env, d.Studio()),
		badges.New(env, d.Badges()),
		awarding.New(env, Awarding{&d}),
		records.New(env, Records{&d}),
		pub,
		deliver.New(env, deliverDesk{&d}),
		checking.New(env, d.Checking()),
		settings.New(env, d.Settings()),
	}
}

// Kind tells what a file is: by its first bytes, and where they say nothing by
// its ending.
func (o *Opener) Kind(_ context.Context, path string) app.Kind {
	f, err := os.Open(path) // #nosec G304 -- the file somebody dropped
	if err != nil {
		return app.KindOther
	}
	defer func() { _ = f.Close() }()
	switch info, err := f.Stat(); {
	case err != nil:
		return app.KindOther
	case info.IsDir():
		return app.KindBadge // badges are all that folders of anything are looked through for
	case !info.Mode().IsRegular():
		return app.KindOther
	}
	data := make([]byte, 4<<20) // a credential stands before the pixels, but a picture's text may be long
	n, _ := readFull(f, data)
	data = data[:n]
	ending := strings.ToLower(filepath.Ext(path))
	return kindOf(data, ending)
}
