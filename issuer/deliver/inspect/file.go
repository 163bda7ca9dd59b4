package inspect

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer/deliver/fetch"
)

// answer is what came from an address.
type answer struct {
	status int
	header http.Header
	body   []byte
	shut   bool // pages of others may not read where it is, or what led there
}

// stranger is where a page of another site comes from.
const stranger = "https://verifier.example"

// get asks for an address by a method, as a page of another site would, and
// follows redirects that stay protected. plain tells that one did not.
func (r *run) get(ctx context.Context, method, address string) (a answer, moved, plain bool, err error) {
	const most = 5
	asked := address
	for range most {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return a, moved, plain, err
		}
		request.Header.Set("Accept", "application/ld+json, application/json;q=0.9, */*;q=0.1")
		request.Header.Set("Origin", stranger)
		response, err := r.client.Do(request)
		if err != nil {
			return a, moved, plain, err
		}
		a = answer{status: response.StatusCode, header: response.Header, shut: a.shut}
		a.body, err = io.ReadAll(io.LimitReader(response.Body, fetch.MaxBytes))
		if err := errors.Join(err, response.Body.Close()); err != nil {
			return a, moved, plain, err
		}
		to := response.Header.Get("Location")
		if a.status < 300 || a.status > 399 || to == "" {
			return a, moved, plain, nil
		}
		a.shut = a.shut || !open(a.header)
		next, err := request.URL.Parse(to)
		if err != nil {
			return a, true, plain, err
		}
		if next.Scheme != "https" {
			return a, true, true, nil
		}
		address = next.String()
		moved = moved || !short(asked, address)
	}
	return a, moved, plain, errCircles
}

// short tells whether one address is the other without the ending of a page, as
// Cloudflare Pages and others show it: nothing that anybody could or need change.
func short(page, address string) bool {
	bare, is := strings.CutSuffix(page, ".html")
	return is && (address == bare || address == strings.TrimSuffix(bare, "index"))
}

// errCircles is where redirects do not end.
var errCircles = errors.New("redirects do not end")

func (r *run) at(name string) string { return r.base + (&url.URL{Path: name}).EscapedPath() }

// file looks at one file.
func (r *run) file(ctx context.Context, w want) {
	got, moved, plain, err := r.get(ctx, http.MethodGet, r.at(w.path))
	if ctx.Err() != nil {
		return
	}
	r.mu.Lock()
	r.report.Looked++
	if r.o.Progress != nil {
		r.o.Progress(r.report.Looked, len(r.want))
	}
	r.mu.Unlock()
	switch {
	case err != nil:
		r.broken(w.path, err)
		return
	case plain:
		r.note("check-redirect-plain", Fault, w.path, got.header.Get("Location"))
		return
	case moved:
		r.note("check-redirect", Flaw, w.path, "")
	}
	r.content(w, got)
	if r.moreDue(w.path) && got.status == http.StatusOK {
		r.head(ctx, w, got)
		if got.header.Get("Content-Encoding") == "" { // else that was told
			r.packed(ctx, w)
		}
	}
}

// broken sorts what keeps an answer from coming.
func (r *run) broken(name string, err error) {
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var other x509.HostnameError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && invalid.Cert != nil:
		r.note("check-tls-over", Fault, name, invalid.Cert.NotBefore.UTC().Format(time.DateOnly)+" – "+invalid.Cert.NotAfter.UTC().Format(time.DateOnly))
	case errors.As(err, &other) && other.Certificate != nil:
		r.note("check-tls-name", Fault, name, strings.Join(other.Certificate.DNSNames, ", "))
	case errors.As(err, &authority), errors.As(err, &invalid), errors.As(err, &other):
		r.note("check-tls", Fault, name, cause(err))
	case errors.Is(err, errCircles):
		r.note("check-circles", Fault, name, "")
	case errors.Is(err, io.ErrUnexpectedEOF):
		r.note("check-cut", Fault, name, "")
	default:
		r.note("check-unreachable", Fault, name, cause(err))
	}
}

// cause is the innermost failure, which says most.
func cause(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

func (r *run) content(w want, got answer) {
	equal := len(got.body) == w.size && sha256.Sum256(got.body) == w.sum
	switch {
	case w.gone && got.status == http.StatusGone:
		equal = true // what it says is its own affair
		r.cors(w, got)
	case got.status == http.StatusNotFound:
		r.note("check-missing", Fault, w.path, "")
		return
	case got.status != http.StatusOK:
		r.note("check-status", Fault, w.path, strconv.Itoa(got.status))
		return
	case !equal && r.differs(w, got) == "check-error-page":
		return // of another kind, and for others, than the file will be
	default:
		if equal && w.gone {
			r.note("check-gone", Flaw, w.path, "")
		}
		r.kind(w, got)
		r.cors(w, got)
		r.kept(w, got)
	}
	if equal {
		r.mu.Lock()
		r.report.Equal++
		r.mu.Unlock()
	}
}

// differs tells in what way a file is not ours, and notes it.
func (r *run) differs(w want, got answer) (code string) {
	code, grade, detail := wrong(w, got)
	if age, err := strconv.Atoi(got.header.Get("Age")); aged(code) && err == nil && age > 0 {
		code, detail = "check-cached", strconv.Itoa(age)
	}
	r.note(code, grade, w.path, detail)
	return code
}

// aged is what something that keeps copies may be to blame for.
func aged(code string) bool {
	return code == "check-stale" || code == "check-stale-award" || code == "check-old"
}

func wrong(w want, got answer) (code string, g Grade, detail string) {
	page := bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(got.body)), []byte("<!doctype html")) || bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(got.body)), []byte("<html"))
	packed := got.header.Get("Content-Encoding")
	switch ext := path.Ext(w.path); {
	case packed != "":
		return "check-packed", Fault, packed
	case ext != ".html" && ext != ".svg" && ext != ".xml" && page:
		return "check-error-page", Fault, ""
	case (ext == ".png" || ext == ".svg") && !decodes(ext, got.body):
		return "check-picture", Fault, ""
	case ext == ".png" || ext == ".svg":
		return "check-picture-other", Fault, strconv.Itoa(len(got.body))
	case w.gone:
		return "check-stale-award", Fault, ""
	case strings.HasPrefix(w.path, "s/"), path.Base(w.path) == "revoked.json":
		return "check-stale", Fault, ""
	case ext == ".json" && json.Valid(got.body) && !bytes.Contains(got.body, []byte("\n")), ext == ".html", w.path == "robots.txt", ext == ".xml":
		return "check-old", grade(ext), ""
	}
	return "check-bytes", Fault, ""
}

// grade tells what it means that an older version of a file lies there: of a
// page it is untidy, a document is read by verifiers.
func grade(ext string) Grade {
	if ext == ".json" {
		return Fault
	}
	return Flaw
}

func decodes(ext string, data []byte) bool {
	if ext == ".png" {
		_, err := png.Decode(bytes.NewReader(data))
		return err == nil
	}
	in := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := in.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// kind holds what a file is called against what it is.
func (r *run) kind(w want, got answer) {
	called, also, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	right := map[string][]string{
		".json": {"application/ld+json", "application/json", "application/did+json", "application/jwk+json", "application/vc+ld+json", "application/vc"},
		".html": {"text/html"}, ".png": {"image/png"}, ".svg": {"image/svg+xml"}, ".jwt": {"text/plain", "application/vc+jwt", "application/jwt"},
	}[path.Ext(w.path)]
	if right == nil {
		return
	}
	if err != nil || !slices.Contains(right, called) {
		r.note("check-type", Fault, w.path, got.header.Get("Content-Type"))
		return
	}
	// What a server says goes before what the page says of itself.
	if letters := also["charset"]; called == "text/html" && letters != "" && !strings.EqualFold(letters, "utf-8") {
		r.note("check-charset", Fault, w.path, letters)
	}
}

// cors looks whether pages of others may read what verifiers read.
func (r *run) cors(w want, got answer) {
	if ext := path.Ext(w.path); ext == ".html" || ext == ".xml" || ext == ".txt" {
		return
	}
	if got.shut || !open(got.header) {
		r.note("check-cors", Fault, w.path, got.header.Get("Access-Control-Allow-Origin"))
	}
}

// open tells that pages of others may read an answer. Browsers ask that of each answer
// that leads on, too.
func open(h http.Header) bool {
	from := h.Get("Access-Control-Allow-Origin")
	return from == "*" || from == stranger
}

// moreDue tells whether a file of this kind is still to be asked for otherwise.
func (r *run) moreDue(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	kind := name[:1] + path.Ext(name)
	r.tried[kind]++
	return r.tried[kind] <= samples
}

// head asks for a file's figures only, which some backpacks do before they
// read it.
func (r *run) head(ctx context.Context, w want, full answer) {
	got, _, _, err := r.get(ctx, http.MethodHead, r.at(w.path))
	if err == nil && got.status == full.status && got.header.Get("Content-Type") == full.header.Get("Content-Type") {
		return
	}
	if ctx.Err() == nil {
		r.note("check-head", Fault, w.path, strconv.Itoa(got.status))
	}
}

// packed asks for a file as browsers do, who take it compressed.
func (r *run) packed(ctx context.Context, w want) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.at(w.path), nil)
	if err != nil {
		return
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := r.client.Do(request)
	if err != nil {
		return // said of the file itself, or of its next one
	}
	defer func() { _ = response.Body.Close() }() // read to its end, or of no use
	called := response.Header.Get("Content-Encoding")
	if response.StatusCode != http.StatusOK || called == "" {
		return
	}
	if called != "gzip" || !unpacks(response.Body, w) {
		r.note("check-packed", Fault, w.path, called)
	}
}

// unpacks tells whether what came compressed is the file.
func unpacks(body io.Reader, w want) bool {
	data, err := unpack(body)
	return err == nil && len(data) == w.size && sha256.Sum256(data) == w.sum
}

func unpack(body io.Reader) ([]byte, error) {
	in, err := gzip.NewReader(body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(in, fetch.MaxBytes))
}
