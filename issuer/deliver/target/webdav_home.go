package target

import (
	"net/http"
	"net/url"
	"sync"

	"github.com/studio-b12/gowebdav"
)

// home is the folder of a web space that a site lies in. As elsewhere it is made with
// the first file, where the server lets us.
type home struct {
	at   *url.URL
	auth gowebdav.Authorizer
	by   http.RoundTripper
	once sync.Once
	err  error
}

// nowhere tells that a server knows no folder for what is put.
func nowhere(err error) bool {
	return gowebdav.IsErrCode(err, http.StatusConflict) || gowebdav.IsErrCode(err, http.StatusNotFound)
}

// lost tells that a server failed, as nginx does where it knows no folder.
func lost(err error) bool { return gowebdav.IsErrCode(err, http.StatusInternalServerError) }

// make makes the folder, and those above it.
func (h *home) make() error {
	h.once.Do(func() {
		root := *h.at
		root.Path, root.RawPath = "/", ""
		client := gowebdav.NewAuthClient(root.String(), h.auth)
		client.SetTransport(h.by)
		client.SetTimeout(patience)
		h.err = client.MkdirAll(h.at.Path, 0o755)
	})
	return h.err
}
