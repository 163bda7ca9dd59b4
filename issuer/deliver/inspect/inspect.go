// Package inspect looks at a published site as a verifier anywhere would: by
// its public addresses, over TLS, without a login. It compares what comes with
// what should lie there, and names every fault by a code, with what cures it on
// the kind of server that answered.
//
// It knows what verifiers ask of a web server, and how usual servers are told.
// It must not know the ledger, targets, or sentences.
package inspect

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"iter"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/site"
)

// Grade tells how much a finding matters.
type Grade string

// The grades: a fault keeps verifiers or people from a badge, a flaw does not.
const (
	Good  Grade = "good"
	Flaw  Grade = "flaw"
	Fault Grade = "fault"
)

// Finding is one thing that was found, at however many addresses.
type Finding struct {
	Code   string   `json:"code"`
	Grade  Grade    `json:"grade"`
	Count  int      `json:"count"`
	Paths  []string `json:"paths,omitempty"`  // some of them, below the base URL
	Detail string   `json:"detail,omitempty"` // what the other side said
}

// Report is what a look at a site found.
type Report struct {
	Base     string    `json:"base_url"`
	At       time.Time `json:"at"`
	Host     Host      `json:"host"`
	Looked   int       `json:"looked"` // files asked for
	Equal    int       `json:"equal"`  // of them, to the byte
	Until    time.Time `json:"certificate_until,omitzero"`
	Listable bool      `json:"listable"` // strangers can list folders
	Findings []Finding `json:"findings"`
}

// Worst is the worst grade of a report.
func (r Report) Worst() Grade {
	worst := Good
	for _, f := range r.Findings {
		if f.Grade == Fault || f.Grade == Flaw && worst == Good {
			worst = f.Grade
		}
	}
	return worst
}

// Find gives what a code was found of.
func (r Report) Find(code string) (Finding, bool) {
	i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Code == code })
	if i < 0 {
		return Finding{}, false
	}
	return r.Findings[i], true
}

// Options are how a site is looked at. The zero value is that of earnest use,
// but for the time.
type Options struct {
	Now      time.Time
	Workers  int                                                                  // files at once; 0 for the usual
	Dial     func(ctx context.Context, network, address string) (net.Conn, error) // nil: the system's, public addresses only
	Roots    *x509.CertPool                                                       // nil: the system's
	Progress func(done, total int)
}

const (
	usualWorkers = 8
	patience     = 30 * time.Second
	examples     = 5 // paths kept of one finding
	samples      = 2 // files of each kind that are asked for by HEAD, and compressed
	renewWithin  = 14 * 24 * time.Hour
)

// Run looks at every file of a site. A base URL that no verifier elsewhere
// should believe is refused with the code publish.Doubt gives.
func Run(ctx context.Context, base string, files iter.Seq2[site.File, error], o Options) (Report, error) {
	if code := publish.Doubt(base); code != "" {
		return Report{}, issuer.Fail(issuer.Usage, code, "url", base)
	}
	if o.Workers <= 0 {
		o.Workers = usualWorkers
	}
	r := run{base: base, o: o, client: client(o), found: map[string]*Finding{}, tried: map[string]int{}}
	r.report = Report{Base: base, At: o.Now}
	defer r.client.CloseIdleConnections()
	for f, err := range files {
		if err != nil {
			return r.report, err
		}
		r.want = append(r.want, expected(f))
	}
	if !r.knock(ctx) {
		return r.done(), ctx.Err()
	}
	r.all(ctx)
	r.probe(ctx)
	return r.done(), ctx.Err()
}

func client(o Options) *http.Client {
	dial := o.Dial
	if dial == nil {
		dial = fetch.DialPublic(patience)
	}
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: patience,
			DisableCompression: true, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: o.Workers, IdleConnTimeout: patience,
		},
	}
}

// want is a file as it should come.
type want struct {
	path string
	sum  [sha256.Size]byte
	size int
	gone bool
}

func expected(f site.File) want {
	return want{f.Path, sha256.Sum256(f.Bytes), len(f.Bytes), f.Gone}
}

// run is one look.
type run struct {
	base   string
	o      Options
	client *http.Client
	want   []want

	mu     sync.Mutex
	report Report
	found  map[string]*Finding
	tried  map[string]int // files asked for in more than one way, by kind
}

func (r *run) all(ctx context.Context) {
	jobs := make(chan want)
	var wait sync.WaitGroup
	for range min(r.o.Workers, len(r.want)) {
		wait.Go(func() {
			for w := range jobs {
				r.file(ctx, w)
			}
		})
	}
	for _, w := range r.want {
		if hidden(w.path) {
			continue
		}
		select {
		case jobs <- w:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(jobs)
	wait.Wait()
}

// hidden are files that servers read and need not show, or show by another status.
func hidden(name string) bool {
	return name == "404.html" || strings.HasPrefix(path.Base(name), ".") || name == "_headers" || strings.HasSuffix(name, issuer.GoneExt)
}

// note adds to what was found.
func (r *run) note(code string, grade Grade, name, detail string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := r.found[code]
	if f == nil {
		f = &Finding{Code: code, Grade: grade, Detail: detail}
		r.found[code] = f
	}
	if f.Count++; grade == Fault {
		f.Grade = Fault
	}
	if name != "" && len(f.Paths) < examples {
		f.Paths = append(f.Paths, name)
	}
}

// done puts what was found in order: the worst first.
func (r *run) done() Report {
	for _, f := range r.found {
		slices.Sort(f.Paths)
		r.report.Findings = append(r.report.Findings, *f)
	}
	slices.SortFunc(r.report.Findings, func(a, b Finding) int {
		if a.Grade != b.Grade {
			return strings.Compare(string(a.Grade), string(b.Grade)) // fault, flaw, good
		}
		return strings.Compare(a.Code, b.Code)
	})
	return r.report
}
