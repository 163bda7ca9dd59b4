package target

import (
	"crypto/md5" // #nosec G501 -- as the servers want it
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"strings"
	"sync"
)

// digest answers servers that want to know who comes by RFC 7616, which sends no
// password. The library's own way signs the path below its root and not that of the
// request, so that a web space in a folder takes it for a lie.
type digest struct {
	http.RoundTripper
	user, secret string

	mu    sync.Mutex
	asked map[string]string // by the server; nil before it asked
	count int               // answers to that
}

func (d *digest) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := d.signed(r)
	answer, err := d.RoundTripper.RoundTrip(sent)
	if err != nil || answer.StatusCode != http.StatusUnauthorized {
		return answer, err
	}
	known := sent.Header.Get("Authorization")
	asked := challenge(answer.Header)
	if asked == nil || strings.HasPrefix(known, "Digest ") && !strings.EqualFold(asked["stale"], "true") || r.Body != nil && r.GetBody == nil {
		return answer, nil
	}
	_ = answer.Body.Close() // nobody reads it
	d.mu.Lock()
	d.asked, d.count = asked, 0
	d.mu.Unlock()
	again := r.Clone(r.Context())
	if r.GetBody != nil {
		if again.Body, err = r.GetBody(); err != nil {
			return nil, err
		}
	}
	return d.RoundTripper.RoundTrip(d.signed(again))
}

// challenge is what a server asks by digest, by algorithms that are known here; nil for
// another way.
func challenge(h http.Header) map[string]string {
	for _, one := range h.Values("WWW-Authenticate") {
		scheme, rest, _ := strings.Cut(one, " ")
		if !strings.EqualFold(scheme, "digest") {
			continue
		}
		asked := fields(rest)
		if asked["nonce"] != "" && hashOf(asked) != nil {
			return asked
		}
	}
	return nil
}

// hashOf is the algorithm that a server asks for; nil for one that is not known here.
func hashOf(asked map[string]string) hash.Hash {
	switch strings.ToUpper(asked["algorithm"]) {
	case "", "MD5":
		return md5.New() // #nosec G401 -- the server's choice, under TLS
	case "SHA-256":
		return sha256.New()
	}
	return nil
}

// fields reads name=value and name="value", with commas in between and inside quotes.
func fields(text string) map[string]string {
	all := map[string]string{}
	for text != "" {
		var name, value string
		name, text, _ = strings.Cut(text, "=")
		if quoted, is := strings.CutPrefix(text, `"`); is {
			value, text, _ = strings.Cut(quoted, `"`)
			_, text, _ = strings.Cut(text, ",")
		} else {
			value, text, _ = strings.Cut(text, ",")
		}
		all[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
	}
	return all
}

// signed is a request with an answer to what the server asked last.
func (d *digest) signed(r *http.Request) *http.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.asked == nil {
		return r
	}
	d.count++
	sum := func(parts ...string) string {
		h := hashOf(d.asked)
		_, _ = h.Write([]byte(strings.Join(parts, ":")))
		return hex.EncodeToString(h.Sum(nil))
	}
	uri, nonce := r.URL.RequestURI(), d.asked["nonce"]
	who, what := sum(d.user, d.asked["realm"], d.secret), sum(r.Method, uri)
	proof, more := sum(who, nonce, what), ""
	if d.asked["qop"] != "" {
		count, mine := fmt.Sprintf("%08x", d.count), rand.Text()
		proof = sum(who, nonce, count, mine, "auth", what)
		more = `, qop=auth, nc=` + count + `, cnonce="` + mine + `"`
	}
	for _, name := range []string{"algorithm", "opaque"} {
		if value, is := d.asked[name]; is {
			more += `, ` + name + `="` + value + `"`
		}
	}
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", `Digest username="`+quote.Replace(d.user)+`", realm="`+d.asked["realm"]+`", nonce="`+nonce+`", uri="`+uri+`", response="`+proof+`"`+more)
	return r
}
