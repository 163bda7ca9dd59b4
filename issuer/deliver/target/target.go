// Package target is where a site can be put: a folder, an object store, a web
// space by WebDAV or SFTP. All of them do the same few things, held to by one
// suite of tests: a file appears under its name whole or not at all, and what
// is there can be read back.
//
// It knows the protocols and how their servers differ. It must not know what a
// site is made of, the ledger, or where a secret was kept.
package target

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// Target takes the files of one site. Names are paths with slashes below the
// place that was opened. It serves several goroutines.
type Target interface {
	// Put writes a file. Whoever reads meanwhile gets the old one or the new
	// one, never a part; to WebDAV and simple servers of SFTP, none for a moment.
	Put(ctx context.Context, name string, data []byte) error
	// Get reads a file; fs.ErrNotExist when there is none.
	Get(ctx context.Context, name string) ([]byte, error)
	// Listable tells whether strangers are known to be able to list what is
	// there, so that an address nobody can guess is no secret. What the target
	// cannot know, such as an open folder of a web server, a site check finds.
	Listable(ctx context.Context) bool
	Close() error
}

// Batch is a target where what is put waits until Settle brings all of it at
// once. Get gives what waits. Settle fails with the code publish-elsewhere when
// somebody else was there meanwhile; then nothing changed.
type Batch interface {
	Target
	Settle(ctx context.Context) error
}

// Grouped is a target that takes many files together in less time than one by
// one. Each of them appears whole or not at all; after a failure nobody knows
// which.
type Grouped interface {
	Target
	PutAll(ctx context.Context, files []File) error
}

// Deciding is a target whose server can look at a file and put another in its place in
// one step, so that of two that do so only one does. Not every server of the kind can:
// one that cannot takes no notice of the version and puts the file.
type Deciding interface {
	Target
	// Version reads a file, and what its server calls this version of it.
	Version(ctx context.Context, name string) (data []byte, version string, err error)
	// Replace puts a file where this version lies, and tells whether it did. "" is for
	// no file yet.
	Replace(ctx context.Context, name, version string, data []byte) (done bool, err error)
}

// Together is how many files a Grouped is best given at once.
const Together = 500

// File is one of many.
type File struct {
	Name string
	Data []byte
}

// The kinds of targets.
const (
	Folder = "folder"
	WebDAV = "webdav"
	SFTP   = "sftp"
	S3     = "s3"
	Git    = "git"
	Zip    = "zip"
)

// Place is where a target lies, without its secret.
type Place struct {
	Kind string
	URL  string
}

// Dial opens a connection; nil is that of the system.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Access is what opening needs besides the place.
type Access struct {
	Secret     string // password, or the secret key of an object store
	KeyFile    string // of SFTP: a private key instead of a password
	Agent      string // of SFTP: where an SSH agent listens, which may have the key instead; "" for none
	KnownHosts string // of SFTP: the file of known hosts
	Dial       Dial
	Roots      *x509.CertPool   // whose certificates are believed; nil: those the system does
	Now        func() time.Time // of git: when a commit is made
}

// At reads what somebody typed as a place: a folder's path, that of a file
// ending in .zip, or
//
//	sftp://user@host/folder
//	davs://user@host/folder, dav:// on this computer
//	s3://KEY@endpoint/bucket/prefix?region=…&path=yes, s3+http:// on this computer
//	git+ssh://git@host/owner/site.git?branch=…&folder=…, git+https://user@host/…, git+file:///…
//
// The failure has the code target-address.
func At(text string) (Place, error) {
	text = strings.TrimSpace(text)
	scheme, _, found := strings.Cut(text, "://")
	if !found {
		if text == "" {
			return Place{}, bad(text)
		}
		if strings.EqualFold(path.Ext(text), ".zip") {
			return Place{Zip, text}, nil
		}
		return Place{Folder, text}, nil
	}
	kind := map[string]string{
		"sftp": SFTP, "dav": WebDAV, "davs": WebDAV, "s3": S3, "s3+http": S3, "git+ssh": Git, "git+https": Git, "git+http": Git, "git+file": Git,
	}[scheme]
	u, err := url.Parse(text)
	if err == nil && scheme == "git+file" && u.Host == "" && strings.Trim(u.Path, "/") != "" {
		return Place{Git, text}, nil
	}
	if err == nil && kind == Git && u.User.Username() == "" { // as its hosts show it; they know people by key or token
		u.User = url.User("git")
		text = u.String()
	}
	if err != nil || kind == "" || u.Hostname() == "" || u.User.Username() == "" {
		return Place{}, bad(text)
	}
	if _, has := u.User.Password(); has { // it would be shown wherever the address is
		return Place{}, issuer.Fail(issuer.Usage, "target-password")
	}
	// Without TLS a password is anybody's, but on this computer.
	if open := scheme == "dav" || scheme == "s3+http" || scheme == "git+http"; open && !loopback(u.Hostname()) {
		return Place{}, issuer.Fail(issuer.Usage, "target-open", "address", text)
	}
	return Place{kind, text}, nil
}

func bad(text string) error { return issuer.Fail(issuer.Usage, "target-address", "address", text) }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// NeedsSecret tells whether a place is opened with a password or a key.
func (p Place) NeedsSecret() bool {
	return p.Kind != Folder && p.Kind != Zip && !strings.HasPrefix(p.URL, "git+file:")
}

// TakesKey tells whether a private key can open a place instead of a password.
func (p Place) TakesKey() bool {
	return p.Kind == SFTP || strings.HasPrefix(p.URL, "git+ssh:")
}

// Listable tells without asking whether strangers can list what lies at a place;
// known is false where only the place can tell.
func (p Place) Listable() (listable, known bool) { return p.Kind == Git, p.Kind != S3 }

// Open connects to a place. Failures have codes: target-refused when the other
// side does not take the secret, target-expired when it did once, target-unreachable, target-host-unknown when a
// server is not the one that is known.
func Open(ctx context.Context, p Place, a Access) (Target, error) {
	switch p.Kind {
	case Folder:
		return openFolder(p.URL)
	case WebDAV:
		return openWebDAV(p.URL, a)
	case SFTP:
		return openSFTP(ctx, p.URL, a)
	case S3:
		return openS3(p.URL, a)
	case Git:
		return openGit(ctx, p.URL, a)
	case Zip:
		return openZip(p.URL)
	}
	return nil, bad(p.URL)
}

// refused and unreachable name what went wrong with the other side.
func refused(where string, err error) error {
	return issuer.Fail(issuer.Refused, "target-refused", "address", where).Because(err)
}

func unreachable(where string, err error) error {
	return issuer.Fail(issuer.Refused, "target-unreachable", "address", where, "detail", err.Error()).Because(err)
}

// denied is of who was let in.
func denied(where, file string, err error) error {
	return issuer.Fail(issuer.Refused, "target-denied", "address", where, "file", file).Because(err)
}

// failed sorts a failure that has no code yet.
func failed(where string, err error) error {
	var known *issuer.Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, fs.ErrNotExist), errors.Is(err, context.Canceled):
		return err
	}
	return unreachable(where, err)
}

// errands are things under way that cannot be cancelled.
type errands struct{ wait sync.WaitGroup }

// do does something, and stops waiting for it when nobody wants it any more.
func (e *errands) do(ctx context.Context, what func() error) error {
	done := make(chan error, 1)
	e.wait.Go(func() { done <- what() })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end lets what is under way tidy up after itself, for a moment.
func (e *errands) end() {
	const moment = time.Second
	over := make(chan struct{})
	go func() { e.wait.Wait(); close(over) }()
	select {
	case <-over:
	case <-time.After(moment):
	}
}

// partOf is what a file is called until it is whole: a name that nobody else
// uses for another content at the same time.
func partOf(name string, data []byte, n int64) string {
	sum := sha256.Sum256(data)
	return path.Join(path.Dir(name), ".badgekiln-"+durable.Here()+"-"+strconv.FormatInt(n, 10)+"-"+hex.EncodeToString(sum[:8]))
}

// MediaType is what a web server should call a file.
func MediaType(name string) string {
	switch base := path.Base(name); {
	case strings.HasSuffix(base, ".jwk.json"):
		return "application/jwk+json"
	case strings.HasSuffix(base, ".json"):
		return "application/ld+json"
	case strings.HasSuffix(base, ".html"):
		return "text/html; charset=utf-8"
	case strings.HasSuffix(base, ".png"):
		return "image/png"
	case strings.HasSuffix(base, ".svg"):
		return "image/svg+xml"
	case strings.HasSuffix(base, ".xml"):
		return "application/xml"
	}
	return "text/plain; charset=utf-8"
}

// cacheFor is how long a file may be kept by whoever read it. What is frozen
// could be kept for ever, but a revoked badge must be seen to be one soon.
func cacheFor(name string) string {
	if strings.HasSuffix(name, ".png") || strings.HasSuffix(name, ".svg") {
		return "public, max-age=86400"
	}
	return "public, max-age=300"
}
