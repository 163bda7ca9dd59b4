package signin

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
)

//go:embed page.html
var pageText string

//go:embed page.js
var pageScript string

//go:embed page.css
var pageStyle string

// Style is how the pages of sign-ins look, and StylePolicy what a policy of
// theirs allows of styles.
func Style() string { return pageStyle }

// StylePolicy see Style.
func StylePolicy() string { return "'sha256-" + hashed(pageStyle) + "'" }

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// PageFile is the name of the page on an organiser's site, below its base URL.
const PageFile = "signin/back.html"

// Page is the static page that servers send a browser back to when they demand
// https. It loads nothing and stores nothing, tells nobody where it was
// (no-referrer), and goes nowhere but to 127.0.0.1, when its button is pressed,
// at the port of a state signed by the minter whose public half is given, for
// ten minutes. What it hands on are the parameters that sign-ins have, and no
// others.
func Page(public string, t Texts) ([]byte, error) {
	page, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	// The script is ours and the same for everybody, so that its hash can be
	// the whole of what the page's policy allows.
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		Texts
		Public, Hash, StyleHash string
		Script                  template.JS
		Style                   template.CSS
	}{t, public, hashed(pageScript), hashed(pageStyle), template.JS(pageScript), template.CSS(pageStyle)}) // #nosec G203 -- a constants of this package
	if err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}
