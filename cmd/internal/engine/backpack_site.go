package engine

import (
	"bytes"
	"context"
	"html/template"
	"iter"

	"badgekiln/assets"
	"badgekiln/cmd/internal/release"
	"badgekiln/issuer/deliver/signin"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// What hosts look for where a sign-in comes from, beside signin.PageFile.
const (
	signInLogo  = "signin/logo.png"
	signInAbout = "signin/about.html"
)

// siteOf is all files of a site: what is issued there and, once a backpack host
// is known, what sign-ins need.
func siteOf(ctx context.Context, t *ledger.Tx, base string, words site.Words) iter.Seq2[site.File, error] {
	return siteWith(ctx, t, new(site.Later), source{t}, base, words)
}

// siteWith is the same, of a source that may know what need not be made, or be made
// later.
func siteWith(ctx context.Context, t *ledger.Tx, later *site.Later, src site.Source, base string, words site.Words) iter.Seq2[site.File, error] {
	return func(yield func(site.File, error) bool) {
		words, err := tongue(t, words)
		if err != nil {
			yield(site.File{}, err)
			return
		}
		for f, err := range later.Files(ctx, src, base, SiteWords(words)) {
			if !yield(f, err) || err != nil {
				return
			}
		}
		list, err := signInFiles(t, words)
		for _, f := range list {
			if !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(site.File{}, err)
		}
	}
}

// signInFiles are the page that sign-ins may come back to, and what this
// program says of itself to hosts: a logo, and what it does with a sign-in.
func signInFiles(t *ledger.Tx, words site.Words) ([]site.File, error) {
	public, err := t.Meta(ledger.MetaSignIn)
	if err != nil || public == "" {
		return nil, err
	}
	page, err := signin.Page(public, SignInTexts(words))
	if err != nil {
		return nil, err
	}
	about, err := aboutPage(words)
	if err != nil {
		return nil, err
	}
	return []site.File{
		{Path: signin.PageFile, Bytes: page, Mark: release.Name},
		{Path: signInAbout, Bytes: about, Mark: release.Name},
		{Path: signInLogo, Bytes: assets.AppIcon()},
	}, nil
}

// SignInTexts are the words that a browser shows on its way back from a host.
func SignInTexts(words site.Words) signin.Texts {
	return signin.Texts{
		Language: words("signin.language"), Title: words("signin.title"), Done: words("signin.done"), Wrong: words("signin.wrong"),
		Forward: words("signin.forward"), Button: words("signin.button"), Stale: words("signin.stale"), Broken: words("signin.broken"),
	}
}

const aboutText = `<!doctype html>
<html lang="{{call .W "signin.language"}}">
<head>
<meta charset="utf-8">
<meta name="generator" content="{{.Program}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {{.Policy}}; base-uri 'none'; form-action 'none'">
<title>{{call .W "signin.about.title"}}</title>
<style>{{.Style}}</style>
</head>
<body>
<main>
<h1>{{call .W "signin.about.title"}}</h1>
<p>{{call .W "signin.about.what"}}</p>
<p>{{call .W "signin.about.kept"}}</p>
<p>{{call .W "signin.about.end"}}</p>
</main>
</body>
</html>
`

// aboutPage is the terms and the privacy policy that hosts link to.
func aboutPage(words site.Words) ([]byte, error) {
	page, err := template.New("about").Parse(aboutText)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		W               func(string) string
		Program, Policy string
		Style           template.CSS
	}{func(key string) string { return words(key) }, release.Name, signin.StylePolicy(), template.CSS(signin.Style())}) // #nosec G203 -- a constant
	return out.Bytes(), err
}
