package engine

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/fetch"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/verify"
)

// maxBadgeFile is the largest file that is looked into, in bytes.
const maxBadgeFile = 64 << 20

// VerifyOptions say what badges are held against.
type VerifyOptions struct {
	Recipient string
	Offline   bool
	Refresh   bool   // see verify.Options
	Map       string // folder that answers for the web; "" asks the web itself
	Trust     []string
	Loopback  bool      // this machine may be asked, over http:// too
	Proxy     string    // address of a proxy; those of the environment are not used
	Stdin     io.Reader // what the input "-" stands for
}

// Verify checks badges given as files, addresses or texts. Our own ledger
// answers for what it issued, and its issuers are trusted. Of several inputs
// one that cannot be read is answered like the others, and the first such
// error is returned beside all the results.
func (e *Engine) Verify(ctx context.Context, inputs []string, o VerifyOptions, say Say) ([]verify.Result, error) {
	if err := e.trusting(ctx, &o); err != nil {
		return nil, err
	}
	return check(ctx, inputs, o, host{ctx, e.ledger, map[string][]byte{}}, e.env, say)
}

// VerifyWithout checks badges where there is no ledger.
func VerifyWithout(ctx context.Context, inputs []string, o VerifyOptions, env Env, say Say) ([]verify.Result, error) {
	return check(ctx, inputs, o, nil, env, say)
}

func check(ctx context.Context, inputs []string, o VerifyOptions, own verify.Host, env Env, say Say) ([]verify.Result, error) {
	options, err := held(o, own, env, say)
	if err != nil {
		return nil, err
	}
	var unread error
	results := make([]verify.Result, 0, len(inputs))
	for _, input := range inputs {
		if err := ctx.Err(); err != nil {
			return results, err
		}
		data, err := bytesOf(input, o.Stdin)
		if err != nil && len(inputs) == 1 {
			return nil, err
		}
		if err != nil {
			unread = cmp.Or(unread, err)
			results = append(results, noBadge(input, err, say))
			continue
		}
		results = append(results, timely(ctx, verify.Input{Name: input, Bytes: data}, options))
	}
	return results, unread
}

// timely verifies one input within a time. A badge can lead to two dozen
// addresses, and hosts that dawdle must not hold up all the others; what was
// not answered by then is unknown.
func timely(ctx context.Context, in verify.Input, o verify.Options) verify.Result {
	const longest = time.Minute
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	return verify.Check(ctx, in, o)
}

// held are the options that badges are held against.
func held(o VerifyOptions, own verify.Host, env Env, say Say) (verify.Options, error) {
	contexts, err := ob3.LoadContexts()
	if err != nil {
		return verify.Options{}, err
	}
	options := verify.Options{
		Now: env.Now(), Recipient: o.Recipient, Refresh: o.Refresh, Offline: o.Offline, Host: own, Trust: o.Trust, Contexts: contexts,
		Say: func(code string, v issuer.Values) string { return say("verify."+code, v) },
	}
	asked, err := loader(o)
	if asked != nil {
		options.Loader = remember(asked)
	}
	return options, err
}

// noBadge is the answer about an input that could not be read.
func noBadge(input string, err error, say Say) verify.Result {
	sentence, code := err.Error(), ""
	var known *issuer.Error
	if errors.As(err, &known) {
		sentence, code = say("error."+known.Code, known.Values), known.Code
	}
	return verify.Result{
		Input: input, Verdict: verify.NotABadge, Status: verify.StatusNone, Reasons: []string{sentence},
		Checks: []verify.Step{{Name: "input", Detail: sentence, Code: code}},
	}
}

func loader(o VerifyOptions) (verify.Loader, error) {
	if o.Map != "" {
		return fetch.Folder(o.Map)
	}
	if o.Offline {
		return nil, nil
	}
	web := fetch.Options{Loopback: o.Loopback}
	if o.Proxy != "" {
		proxy, err := url.Parse(o.Proxy)
		if err != nil || proxy.Host == "" || proxy.Scheme != "http" && proxy.Scheme != "https" && proxy.Scheme != "socks5" {
			return nil, issuer.Fail(issuer.Usage, "proxy-unreadable", "proxy", o.Proxy).Because(err)
		}
		web.Proxy = proxy
	}
	return fetch.HTTP(web), nil
}

// bytesOf reads an input: a file if there is one of that name, otherwise an
// address or a pasted text.
func bytesOf(input string, stdin io.Reader) ([]byte, error) {
	if input == "-" && stdin != nil {
		return readBadge(stdin, input)
	}
	info, err := os.Stat(input)
	text := strings.TrimSpace(input)
	looksPasted := strings.HasPrefix(text, "{") || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.Count(text, ".") == 2 && len(text) > 200
	switch {
	case err != nil && looksPasted:
		return []byte(input), nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, issuer.Fail(issuer.Input, "file-missing", "file", input).At(input)
	case err != nil:
		return nil, issuer.Fail(issuer.Input, "file-unreadable", "file", input).At(input).Because(err)
	case info.IsDir():
		return nil, issuer.Fail(issuer.Input, "file-is-folder", "file", input).At(input)
	case !info.Mode().IsRegular():
		return nil, issuer.Fail(issuer.Input, "file-not-plain", "file", input).At(input)
	}
	f, err := os.Open(input) // #nosec G304 -- the user's file
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "file-unreadable", "file", input).At(input).Because(err)
	}
	defer func() { _ = f.Close() }()
	return readBadge(f, input)
}

func readBadge(r io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBadgeFile+1))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "file-unreadable", "file", name).At(name).Because(err)
	}
	if len(data) > maxBadgeFile {
		return nil, issuer.Fail(issuer.Input, "file-too-big", "file", name, "max", strconv.Itoa(maxBadgeFile)).At(name)
	}
	return data, nil
}
