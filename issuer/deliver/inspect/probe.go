package inspect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"net/http"
	"path"
	"strings"
	"time"
)

// knock looks at the server itself: whether it answers, its certificate, and
// what kind it is. Without an answer nothing else is asked.
func (r *run) knock(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.base, nil)
	if err != nil {
		r.note("check-unreachable", Fault, "", err.Error())
		return false
	}
	response, err := r.client.Do(request)
	if err != nil {
		if ctx.Err() == nil {
			r.broken("", err)
		}
		return false
	}
	_ = response.Body.Close() // only its head was asked for
	r.report.Host = kindOf(request.URL.Hostname(), response.Header)
	if response.TLS != nil && len(response.TLS.PeerCertificates) > 0 {
		own := response.TLS.PeerCertificates[0]
		r.report.Until = own.NotAfter.UTC()
		if r.report.Until.Sub(r.o.Now) < renewal(own) {
			r.note("check-tls-soon", Flaw, "", r.report.Until.Format("2006-01-02"))
		}
	}
	return true
}

// renewal is how long before its end a certificate should have been renewed. Some are
// made for a few days only, and are renewed when a third of that is left.
func renewal(c *x509.Certificate) time.Duration {
	return min(renewWithin, c.NotAfter.Sub(c.NotBefore)/3)
}

// probe asks for what should not be there.
func (r *run) probe(ctx context.Context) {
	var sample want
	folders := map[string]string{} // folder → a name in it
	for _, w := range r.want {
		if hidden(w.path) {
			continue
		}
		if path.Base(w.path) == "profile.json" {
			sample = w
		}
		dir := path.Dir(w.path)
		if top, _, _ := strings.Cut(w.path, "/"); top != w.path && path.Base(w.path) != "index.html" && folders[top] == "" {
			folders[top] = path.Base(dir)
			if dir == top {
				folders[top] = path.Base(w.path)
			}
		}
	}
	r.nowhere(ctx)
	for top, name := range folders {
		r.listing(ctx, top, name)
	}
	if sample.path != "" {
		r.folding(ctx, sample)
	}
}

// nowhere asks for an award that does not exist: a server that shows a page
// instead of 404 makes every invented address look like something.
func (r *run) nowhere(ctx context.Context) {
	const name = "a/00/00000000-0000-4000-8000-000000000000.json"
	got, _, _, err := r.get(ctx, http.MethodGet, r.at(name))
	if err == nil && got.status == http.StatusOK {
		r.note("check-soft-404", Fault, name, "")
	}
}

// listing asks for a folder and looks for a name that only a list would hold.
func (r *run) listing(ctx context.Context, dir, name string) {
	got, _, _, err := r.get(ctx, http.MethodGet, r.at(dir)+"/")
	if err != nil || got.status != http.StatusOK {
		return
	}
	if plain, err := unpack(bytes.NewReader(got.body)); err == nil { // packed unasked
		got.body = plain
	}
	if !bytes.Contains(got.body, []byte(name)) {
		return
	}
	r.mu.Lock()
	r.report.Listable = true
	r.mu.Unlock()
	r.note("check-listing", Flaw, dir+"/", "")
}

// folding asks for a file by other letters: where both are one, so are two
// addresses that verifiers hold apart.
func (r *run) folding(ctx context.Context, w want) {
	name := strings.Replace(w.path, "profile", "Profile", 1)
	got, _, _, err := r.get(ctx, http.MethodGet, r.at(name))
	if err == nil && got.status == http.StatusOK && sha256.Sum256(got.body) == w.sum {
		r.note("check-case", Flaw, name, "")
	}
}
