package desk

import (
	"context"
	"time"

	"badgekiln/assets"
	"badgekiln/cmd/internal/engine"
)

// Desk is one ledger as the window works with it. While nothing was made yet
// there is none: engine is nil then, and only Home, Designs and Verify are
// open.
type Desk struct {
	engine *engine.Engine
	path   string // where the ledger is, or will be
	env    engine.Env
	words  *assets.Words
	home   string // the user's folder; "" when unknown
	memo   *memo
}

// Path is where the ledger is, or will be.
func (d *Desk) Path() string { return d.path }

// Begun tells whether there is a ledger.
func (d *Desk) Begun() bool { return d.engine != nil }

// Close closes the ledger.
func (d *Desk) Close() error {
	if d.engine == nil {
		return nil
	}
	return d.engine.Close()
}

// IsSample tells whether this is the sample workshop.
func (d *Desk) IsSample(ctx context.Context) (bool, error) {
	if d.engine == nil {
		return false, nil
	}
	return d.engine.IsSample(ctx)
}

func (d *Desk) now() time.Time { return d.env.Now() }

func (d *Desk) getenv(name string) string { return d.env.Getenv(name) }

// say is the words as the engine takes them.
func (d *Desk) say(key string, values map[string]string) string { return d.words.Fill(key, values) }
