package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"badgekiln/issuer"
)

// Question is one request to a server that a person named, or that such a
// server named. Nothing of it is followed elsewhere: whoever asks decides what
// a redirect means, since headers and bodies hold secrets.
type Question struct {
	Method string // "" is GET
	URL    string
	Header http.Header // nil for none; Accept and User-Agent are set where it says nothing
	Body   []byte
	Limit  int64 // the most that is read of the answer; 0: MaxBytes
}

// Answer is what came back, whatever its status.
type Answer struct {
	URL    string // that was asked
	Status int
	Header http.Header
	Body   []byte
}

// Ask sends one request, under the same rules for addresses as Load, and gives
// the answer as it is: redirects and failures are answers too. Errors have the
// codes of this package (fetch-scheme, fetch-address, fetch-unreachable,
// fetch-too-big); whether something reached the server is then not known, but for
// fetch-too-big, which comes with the answer's status.
func (w *Web) Ask(ctx context.Context, q Question) (Answer, error) {
	u, err := w.parse(q.URL)
	if err != nil {
		return Answer{}, err
	}
	if q.Method == "" {
		q.Method = http.MethodGet
	}
	ctx, cancel := context.WithTimeout(ctx, w.opts.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, q.Method, u.String(), bytes.NewReader(q.Body))
	if err != nil {
		return Answer{}, issuer.Fail(issuer.Input, "fetch-scheme", "url", q.URL).Because(err)
	}
	for name, values := range q.Header {
		request.Header[name] = values
	}
	if w.opts.Agent != "" && request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", w.opts.Agent)
	}
	once := http.Client{Transport: w.client.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := once.Do(request)
	if err != nil {
		return Answer{}, cause(q.URL, bare(err))
	}
	defer func() { _ = answer.Body.Close() }()
	limit := q.Limit
	if limit == 0 {
		limit = MaxBytes
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return Answer{}, cause(q.URL, err)
	}
	if int64(len(body)) > limit {
		return Answer{URL: u.String(), Status: answer.StatusCode, Header: answer.Header}, issuer.Fail(issuer.Refused, "fetch-too-big", "url", q.URL)
	}
	return Answer{URL: u.String(), Status: answer.StatusCode, Header: answer.Header, Body: body}, nil
}

// bare takes the address off an error of the client: its query may be secret.
func bare(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}
