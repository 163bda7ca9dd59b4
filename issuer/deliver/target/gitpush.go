package target

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/storer"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"badgekiln/issuer"
)

// Settle commits what was put and pushes it.
func (r *repository) Settle(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.placed) == 0 {
		return nil
	}
	fresh := slices.Clone(r.fresh)
	var base plumbing.Hash
	if r.root != nil {
		base = r.root.Hash
	}
	tree, err := r.grow(base, r.placed, &fresh)
	if err != nil {
		return r.fault(err)
	}
	if tree == base {
		clear(r.placed)
		return nil
	}
	commit, err := r.commit(tree)
	if err != nil {
		return r.fault(err)
	}
	if err := r.push(ctx, commit, append(fresh, commit)); err != nil {
		return err
	}
	clear(r.placed)
	r.fresh = nil
	return r.fault(r.stand(commit))
}

// grow writes a tree that is another one with files put in, and gives its hash.
// Trees that were not there before are added to fresh.
func (r *repository) grow(base plumbing.Hash, files map[string]plumbing.Hash, fresh *[]plumbing.Hash) (plumbing.Hash, error) {
	entries, err := r.entries(base)
	if err != nil {
		return base, err
	}
	below := map[string]map[string]plumbing.Hash{}
	for name, hash := range files {
		dir, rest, deeper := strings.Cut(name, "/")
		if !deeper {
			entries[name] = object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash}
			continue
		}
		if below[dir] == nil {
			below[dir] = map[string]plumbing.Hash{}
		}
		below[dir][rest] = hash
	}
	for dir, files := range below {
		was := plumbing.ZeroHash
		if old, ok := entries[dir]; ok && old.Mode == filemode.Dir {
			was = old.Hash
		}
		hash, err := r.grow(was, files, fresh)
		if err != nil {
			return base, err
		}
		entries[dir] = object.TreeEntry{Name: dir, Mode: filemode.Dir, Hash: hash}
	}
	tree := &object.Tree{}
	for _, e := range entries {
		tree.Entries = append(tree.Entries, e)
	}
	// Git sorts a folder as if its name ended with a slash.
	key := func(e object.TreeEntry) string {
		if e.Mode == filemode.Dir {
			return e.Name + "/"
		}
		return e.Name
	}
	slices.SortFunc(tree.Entries, func(a, b object.TreeEntry) int { return cmp.Compare(key(a), key(b)) })
	hash, isNew, err := r.write(tree)
	if isNew {
		*fresh = append(*fresh, hash)
	}
	return hash, err
}

func (r *repository) entries(tree plumbing.Hash) (map[string]object.TreeEntry, error) {
	all := map[string]object.TreeEntry{}
	if tree.IsZero() {
		return all, nil
	}
	old, err := object.GetTree(r.store, tree)
	if err != nil {
		return nil, err
	}
	for _, e := range old.Entries {
		all[e.Name] = e
	}
	return all, nil
}

// write keeps a tree or a commit, if it is not there yet.
func (r *repository) write(what interface {
	Encode(plumbing.EncodedObject) error
},
) (hash plumbing.Hash, isNew bool, err error) {
	raw := r.store.NewEncodedObject()
	if err := what.Encode(raw); err != nil {
		return plumbing.ZeroHash, false, err
	}
	if r.store.HasEncodedObject(raw.Hash()) == nil {
		return raw.Hash(), false, nil
	}
	hash, err = r.store.SetEncodedObject(raw)
	return hash, true, err
}

// commit names nobody: who publishes is no business of those who read.
func (r *repository) commit(tree plumbing.Hash) (plumbing.Hash, error) {
	by := object.Signature{Name: "Badgekiln", Email: "badgekiln@localhost", When: time.Unix(0, 0).UTC()}
	if r.access.Now != nil {
		by.When = r.access.Now().UTC()
	}
	commit := &object.Commit{Author: by, Committer: by, Message: "badgekiln\n", TreeHash: tree}
	if !r.tip.IsZero() {
		commit.ParentHashes = []plumbing.Hash{r.tip}
	}
	hash, _, err := r.write(commit)
	return hash, err
}

// push moves the branch from the commit that was fetched to a new one.
func (r *repository) push(ctx context.Context, commit plumbing.Hash, objects []plumbing.Hash) error {
	session, err := begun(ctx, func() (transport.ReceivePackSession, error) { return r.way.NewReceivePackSession(r.end, r.auth) })
	if err != nil {
		return r.fault(err)
	}
	defer func() { _ = session.Close() }()
	there, err := session.AdvertisedReferencesContext(ctx)
	if err != nil {
		return r.fault(err)
	}
	if there.References[r.branch.String()] != r.tip {
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	ask := packp.NewReferenceUpdateRequestFromCapabilities(there.Capabilities)
	ask.Commands = []*packp.Command{{Name: r.branch, Old: r.tip, New: commit}}
	from, to := io.Pipe()
	go func() {
		// What packs writes a few bytes at a time, each of which would go out by itself.
		out := bufio.NewWriterSize(to, 64<<10)
		_, err := packfile.NewEncoder(out, r.store, false).Encode(objects, 0)
		_ = to.CloseWithError(errors.Join(err, out.Flush())) // the reader of the pipe hears of it
	}()
	ask.Packfile = from
	said, err := session.ReceivePack(ctx, ask)
	_ = from.Close()
	if err == nil && said != nil {
		err = said.Error()
	}
	declined, word := "", "command error on "+r.branch.String()+": "
	if err != nil {
		_, declined, _ = strings.Cut(err.Error(), word)
	}
	switch {
	case err == nil:
		return nil
	case strings.Contains(err.Error(), "lock"), strings.Contains(err.Error(), "fetch first"), r.overtaken(ctx):
		return issuer.Fail(issuer.Refused, "publish-elsewhere").Because(err)
	case declined != "":
		return issuer.Fail(issuer.Refused, "target-declined", "address", r.at, "branch", r.branch.Short(), "detail", declined).Because(err)
	}
	return r.fault(err)
}

// overtaken tells whether the branch is another than it was: servers word in many ways
// that somebody was faster by a moment.
func (r *repository) overtaken(ctx context.Context) bool {
	session, err := r.asking(ctx)
	if err != nil {
		return false
	}
	defer func() { _ = session.Close() }()
	there, err := session.AdvertisedReferencesContext(ctx)
	return err == nil && there.References[r.branch.String()] != r.tip
}

// keep stores bytes as an object.
func keep(to storer.EncodedObjectStorer, kind plumbing.ObjectType, data []byte) (plumbing.Hash, error) {
	raw := to.NewEncodedObject()
	raw.SetType(kind)
	w, err := raw.Writer()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	_, err = w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		return plumbing.ZeroHash, err
	}
	return to.SetEncodedObject(raw)
}

// login is how a known host of git is told who comes.
type login struct {
	config *ssh.ClientConfig
	access Access
	said   *string // by the server
}

func (login) Name() string   { return "badgekiln" }
func (login) String() string { return "badgekiln" }

// ClientConfig is asked for with each connection, in each of which the password may be
// asked for once.
func (l login) ClientConfig() (*ssh.ClientConfig, error) {
	way, err := sshAuth(l.access)
	config := *l.config
	config.Auth = way
	return &config, err
}

func shellLogin(u *url.URL, a Access) (login, error) {
	hosts, err := knownhosts.New(a.KnownHosts)
	if err != nil {
		return login{}, issuer.Fail(issuer.Input, "target-known-hosts", "file", a.KnownHosts, "host", u.Host).At(a.KnownHosts).Because(err)
	}
	if _, err := sshAuth(a); err != nil {
		return login{}, err
	}
	host := u.Host
	if u.Port() == "" {
		host = net.JoinHostPort(u.Hostname(), "22")
	}
	user := u.User.Username()
	if user == "" {
		user = "git"
	}
	said := ""
	return login{access: a, said: &said, config: &ssh.ClientConfig{BannerCallback: hearing(&said), User: user, HostKeyCallback: hosts, Timeout: 15 * time.Second, HostKeyAlgorithms: algorithms(hosts, host)}}, nil
}
