package signin

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
)

const maxRedirects = 5

// Follow asks and goes where a server redirects to, as far as nothing secret is
// carried along: a question with a token or a body goes on at the same host only,
// and one with a body only where it is sure to be asked alike. Nothing goes on to
// http from https. What was packed comes unpacked. Codes "backpack-redirect",
// "fetch-redirects", and those of fetch.
func Follow(ctx context.Context, web Asker, q fetch.Question) (fetch.Answer, error) {
	for range maxRedirects + 1 {
		a, err := web.Ask(ctx, q)
		if err != nil {
			return a, err
		}
		if !redirects(a) {
			return unpacked(a, q.Limit)
		}
		if q.URL, err = onward(q, a); err != nil {
			return a, err
		}
	}
	return fetch.Answer{}, issuer.Fail(issuer.Refused, "fetch-redirects", "url", q.URL, "max", strconv.Itoa(maxRedirects))
}

func redirects(a fetch.Answer) bool {
	switch a.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return a.Header.Get("Location") != ""
	}
	return false
}

func onward(q fetch.Question, a fetch.Answer) (string, error) {
	from, err := url.Parse(q.URL)
	if err != nil {
		return "", err
	}
	refuse := func() error {
		return issuer.Fail(issuer.Refused, "backpack-redirect", "host", from.Host)
	}
	to, err := from.Parse(a.Header.Get("Location"))
	if err != nil {
		return "", refuse()
	}
	moved := !strings.EqualFold(from.Host, to.Host) || from.Scheme != to.Scheme
	alike := a.Status == http.StatusTemporaryRedirect || a.Status == http.StatusPermanentRedirect || slashed(from, to)
	reads := q.Method == "" || q.Method == http.MethodGet
	if from.Scheme == "https" && to.Scheme != "https" || !reads && !alike || moved && (!reads || q.Header.Get("Authorization") != "") {
		return "", refuse()
	}
	return to.String(), nil
}

// slashed tells that an address is the same but for the slash at its end. Servers
// that insist on one redirect with any status, and took nothing of the body.
func slashed(from, to *url.URL) bool {
	return from.Path != to.Path && strings.TrimSuffix(from.Path, "/") == strings.TrimSuffix(to.Path, "/") && from.RawQuery == to.RawQuery
}

// unpacker opens one kind of packing; nil for none, and for those that nobody may use
// unasked: what they leave is no answer.
func unpacker(packing string) func([]byte) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(packing)) {
	case "gzip", "x-gzip":
		return func(body []byte) (io.Reader, error) { return gzip.NewReader(bytes.NewReader(body)) }
	case "deflate": // RFC 9110 §8.4.1.2 means zlib; some leave its head out
		return func(body []byte) (io.Reader, error) {
			r, err := zlib.NewReader(bytes.NewReader(body))
			if errors.Is(err, zlib.ErrHeader) {
				return flate.NewReader(bytes.NewReader(body)), nil
			}
			return r, err
		}
	}
	return nil
}

// unpacked takes off what was put around an answer unasked: gzip or deflate, and the
// mark that some programs begin texts with.
func unpacked(a fetch.Answer, limit int64) (fetch.Answer, error) {
	if open := unpacker(a.Header.Get("Content-Encoding")); open != nil {
		if limit == 0 {
			limit = fetch.MaxBytes
		}
		r, err := open(a.Body)
		if err == nil {
			a.Body, err = io.ReadAll(io.LimitReader(r, limit+1))
		}
		if err != nil {
			return a, issuer.Fail(issuer.Refused, "fetch-unreachable", "url", a.URL).Because(err)
		}
		if int64(len(a.Body)) > limit {
			return a, issuer.Fail(issuer.Refused, "fetch-too-big", "url", a.URL)
		}
	}
	a.Body = bytes.TrimPrefix(a.Body, []byte("\ufeff"))
	return a, nil
}
