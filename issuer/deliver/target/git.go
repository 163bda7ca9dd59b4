package target

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/file"
	web "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
	"github.com/go-git/go-git/v5/storage/filesystem"

	"badgekiln/issuer"
	"badgekiln/issuer/site"
)

// repository is a branch of a git repository elsewhere. What is put waits here,
// and Settle makes one commit of it and pushes that, so that readers see all of
// it at once. The push names the commit it follows: where somebody else pushed
// meanwhile, the server refuses, and nothing of theirs is lost.
type repository struct {
	at     string
	branch plumbing.ReferenceName
	folder string // of the branch; "" is its root
	way    transport.Transport
	end    *transport.Endpoint
	auth   transport.AuthMethod
	access Access
	scrap  string // what was fetched and what waits

	mu     sync.Mutex
	store  *filesystem.Storage
	tip    plumbing.Hash // zero for a branch that is not there yet
	root   *object.Tree  // nil as well
	placed map[string]plumbing.Hash
	fresh  []plumbing.Hash // blobs the other side has not seen
}

func openGit(ctx context.Context, at string, a Access) (Target, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, bad(at)
	}
	branch := u.Query().Get("branch")
	if branch == "" {
		branch = "main"
	}
	r := &repository{
		at: at, branch: plumbing.NewBranchReferenceName(branch), folder: strings.Trim(u.Query().Get("folder"), "/"),
		access: a, placed: map[string]plumbing.Hash{},
	}
	if r.branch.Validate() != nil || r.folder != "" && !fs.ValidPath(r.folder) {
		return nil, bad(at)
	}
	if err := r.route(u, a); err != nil {
		return nil, err
	}
	if r.scrap, err = os.MkdirTemp("", "badgekiln-git-"); err != nil {
		return nil, site.Unwritable(os.TempDir(), err)
	}
	r.store = filesystem.NewStorage(osfs.New(r.scrap), cache.NewObjectLRUDefault())
	if err := r.fetch(ctx); err != nil {
		return nil, errors.Join(r.fault(err), r.Close())
	}
	return r, nil
}

// route says by which way the repository is reached.
func (r *repository) route(u *url.URL, a Access) error {
	plain := *u
	plain.RawQuery, plain.Scheme = "", strings.TrimPrefix(u.Scheme, "git+")
	where := plain.String()
	switch plain.Scheme {
	case "file":
		where, r.way = u.Path, file.NewClient(transport.UploadPackServiceName, transport.ReceivePackServiceName)
	case "ssh":
		login, err := shellLogin(u, a)
		if err != nil {
			return err
		}
		r.auth, r.way = login, ssh.NewClient(nil)
	default:
		r.auth, r.way = &web.BasicAuth{Username: u.User.Username(), Password: a.Secret}, web.NewClient(&http.Client{Transport: transportFor(a), Timeout: patience})
		plain.User = nil
		where = plain.String()
	}
	var err error
	if r.end, err = transport.NewEndpoint(where); err != nil {
		return bad(r.at)
	}
	return nil
}

// asking begins to read from the other side.
func (r *repository) asking(ctx context.Context) (transport.UploadPackSession, error) {
	return begun(ctx, func() (transport.UploadPackSession, error) { return r.way.NewUploadPackSession(r.end, r.auth) })
}

// begun is a session that was opened. The library waits for ever where a server takes a
// connection and says nothing.
func begun[S io.Closer](ctx context.Context, open func() (S, error)) (session S, err error) {
	type answer struct {
		session S
		err     error
	}
	ctx, done := context.WithTimeout(ctx, patience)
	defer done()
	late := make(chan answer, 1)
	go func() {
		s, err := open()
		late <- answer{s, err}
	}()
	select {
	case a := <-late:
		return a.session, a.err
	case <-ctx.Done():
		go func() {
			if a := <-late; a.err == nil {
				_ = a.session.Close() // nobody waits for it any more
			}
		}()
		return session, ctx.Err()
	}
}

// fetch brings the newest commit of the branch, and none before it.
func (r *repository) fetch(ctx context.Context) error {
	session, err := r.asking(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = session.Close() }()
	there, err := session.AdvertisedReferencesContext(ctx)
	if errors.Is(err, transport.ErrEmptyRemoteRepository) {
		return nil
	}
	if err != nil {
		return err
	}
	tip, ok := there.References[r.branch.String()]
	if !ok {
		return nil
	}
	ask := packp.NewUploadPackRequestFromCapabilities(there.Capabilities)
	for _, c := range []capability.Capability{capability.Sideband, capability.Sideband64k, capability.ThinPack} {
		ask.Capabilities.Delete(c)
	}
	ask.Wants = []plumbing.Hash{tip}
	if there.Capabilities.Supports(capability.Shallow) {
		ask.Depth = packp.DepthCommits(1)
		_ = ask.Capabilities.Set(capability.Shallow)
	}
	answer, err := session.UploadPack(ctx, ask)
	if err != nil {
		return err
	}
	if err := errors.Join(packfile.UpdateObjectStorage(r.store, answer), answer.Close()); err != nil {
		return err
	}
	return r.stand(tip)
}

// stand takes a commit for what lies on the other side.
func (r *repository) stand(tip plumbing.Hash) error {
	commit, err := object.GetCommit(r.store, tip)
	if err != nil {
		return err
	}
	r.tip = tip
	r.root, err = commit.Tree()
	return err
}

func (r *repository) Put(ctx context.Context, name string, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	hash := plumbing.ComputeHash(plumbing.BlobObject, data)
	if r.store.HasEncodedObject(hash) != nil {
		if _, err := keep(r.store, plumbing.BlobObject, data); err != nil {
			return site.Unwritable(r.scrap, err)
		}
		r.fresh = append(r.fresh, hash)
	}
	r.placed[path.Join(r.folder, name)] = hash
	return nil
}

func (r *repository) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	full := path.Join(r.folder, name)
	hash, waits := r.placed[full]
	if !waits {
		if r.root == nil {
			return nil, fs.ErrNotExist
		}
		entry, err := r.root.FindEntry(full)
		if err != nil { // not found, by one of several names
			return nil, fs.ErrNotExist
		}
		hash = entry.Hash
	}
	blob, err := object.GetBlob(r.store, hash)
	if err != nil {
		return nil, r.fault(err)
	}
	in, err := blob.Reader()
	if err != nil {
		return nil, r.fault(err)
	}
	data, err := io.ReadAll(in)
	return data, r.fault(errors.Join(err, in.Close()))
}

func (r *repository) fault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, transport.ErrAuthenticationRequired), errors.Is(err, transport.ErrAuthorizationFailed), errors.Is(err, transport.ErrInvalidAuthMethod):
		return refused(r.at, err)
	case errors.Is(err, transport.ErrRepositoryNotFound):
		return issuer.Fail(issuer.Refused, "target-no-repository", "address", r.at).Because(err)
	}
	if shell, byShell := r.auth.(login); byShell {
		fault := sshFault(r.at, r.end.Host, r.access, err)
		// Of a server that is not waited for any more, words may still come.
		if issuer.CodeOf(fault) == "target-unreachable" && !errors.Is(err, context.DeadlineExceeded) && expired(*shell.said) {
			fault = issuer.Fail(issuer.Refused, "target-expired", "address", r.at).Because(err)
		}
		return fault
	}
	return failed(r.at, err)
}

// Listable holds for every repository that a site is served from.
func (r *repository) Listable(context.Context) bool { return true }

func (r *repository) Close() error { return os.RemoveAll(r.scrap) }
