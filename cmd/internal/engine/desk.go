package engine

import (
	"context"
	"encoding/json"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ledger"
)

// ClassPage is a badge class with all its versions and how many people hold
// each of them.
type ClassPage struct {
	Versions []issuer.BadgeClass // oldest first
	Held     map[int]int         // standing awards by version
}

// Newest is the version that is awarded now.
func (p ClassPage) Newest() issuer.BadgeClass { return p.Versions[len(p.Versions)-1] }

// Awards counts the standing awards of all versions.
func (p ClassPage) Awards() int {
	sum := 0
	for _, n := range p.Held {
		sum += n
	}
	return sum
}

// ClassPages lists every class of an issuer, "" of all, with its versions, in
// the order they were made.
func (e *Engine) ClassPages(ctx context.Context, slug string) ([]ClassPage, error) {
	var pages []ClassPage
	err := e.View(ctx, func(t *ledger.Tx) error {
		newest, err := t.Classes(slug)
		if err != nil {
			return err
		}
		all, err := t.ClassVersions("")
		if err != nil {
			return err
		}
		counts, err := t.CountByClass()
		if err != nil {
			return err
		}
		for _, c := range newest {
			p := ClassPage{Held: map[int]int{}}
			for _, v := range all {
				if v.Slug == c.Slug {
					v.State = c.State // a class's, not a version's
					p.Versions = append(p.Versions, v)
				}
			}
			for _, n := range counts {
				if n.Class == c.Slug {
					p.Held[n.Version] = n.Awards
				}
			}
			pages = append(pages, p)
		}
		return nil
	})
	return pages, err
}

// Blob reads a stored picture or design by its hash.
func (e *Engine) Blob(ctx context.Context, hash string) ([]byte, error) {
	var data []byte
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		_, data, err = t.Blob(hash)
		return err
	})
	return data, err
}

// KeyUse counts the credentials each key signed, by key id.
func (e *Engine) KeyUse(ctx context.Context) (map[string]int, error) {
	var counts map[string]int
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		counts, err = t.CountByKey()
		return err
	})
	return counts, err
}

// LastBackup is when the ledger was backed up last; zero when it never was.
func (e *Engine) LastBackup(ctx context.Context) (time.Time, error) {
	var at time.Time
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		at, err = t.LastOf(ledger.BackupMade)
		return err
	})
	return at, err
}

// Latest lists up to limit of the newest events, the newest first.
func (e *Engine) Latest(ctx context.Context, limit int) ([]ledger.Event, error) {
	var list []ledger.Event
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.LatestEvents(limit)
		return err
	})
	return list, err
}

// WithPassphrase is an engine over the same ledger whose keys are sealed and
// opened by a passphrase that was given beforehand; "" gives none. It needs no
// closing.
func (e *Engine) WithPassphrase(ctx context.Context, passphrase string) (*Engine, error) {
	var id string
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		id, err = t.ID()
		return err
	}); err != nil {
		return nil, err
	}
	other := *e
	other.env = e.env.withPassphrase(passphrase)
	other.scrap = "" // stays the first one's
	dir, _ := ConfigDir(e.env.Getenv)
	other.keys = keys.Beside(e.Path(), id, other.env.secrets(dir))
	return &other, nil
}

// RestoreWith is Restore with the passphrase the backup was sealed by.
func RestoreWith(ctx context.Context, backup, path, passphrase string, env Env) (*Engine, error) {
	return Restore(ctx, backup, path, env.withPassphrase(passphrase))
}

func (env Env) withPassphrase(passphrase string) Env {
	env.Prompt = nil
	if passphrase != "" {
		env.Prompt = func(keys.Purpose) (string, error) { return passphrase, nil }
	}
	return env
}

// Multikey is a public key as Controlled Identifiers v1.0 §2.2.2 writes it.
type Multikey struct {
	Context    string `json:"@context"`
	ID         string `json:"id"`
	Type       string `json:"type"`
	Controller string `json:"controller"`
	Multibase  string `json:"publicKeyMultibase"`
}

// NewMultikey writes the public half of a key under its own did:key.
func NewMultikey(k issuer.Key) Multikey {
	did := "did:key:" + k.Multibase
	return Multikey{"https://w3id.org/security/multikey/v1", did + "#" + k.Multibase, "Multikey", did, k.Multibase}
}

// ExportKey writes the public half of a key into a file.
func (e *Engine) ExportKey(ctx context.Context, id, path string) error {
	var key issuer.Key
	if err := e.View(ctx, func(t *ledger.Tx) (err error) {
		key, err = t.Key(id)
		return err
	}); err != nil {
		return err
	}
	data, err := json.MarshalIndent(NewMultikey(key), "", "  ")
	if err != nil {
		return err
	}
	return writeFile(path, append(data, '\n'))
}

// Unreachable tells whether a web address is one that nobody else can ask:
// names kept for examples and tests (RFC 2606, RFC 6761), and this machine.
func Unreachable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	host = "." + host
	for _, kept := range []string{".example", ".invalid", ".test", ".localhost", ".example.com", ".example.org", ".example.net"} {
		if strings.HasSuffix(host, kept) {
			return true
		}
	}
	return false
}

// WriteFile writes a file for the user, whole or not at all.
func WriteFile(path string, data []byte) error { return writeFile(path, data) }
