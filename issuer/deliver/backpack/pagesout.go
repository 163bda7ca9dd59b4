package backpack

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed list.html
var listText string

//go:embed issue.html
var issueText string

//go:embed issue.js
var issueScript string

// ListTexts are the words of a list of badges.
type ListTexts struct {
	Language, Title, None, Issued, Criteria, Proof string
}

// List makes a page of what somebody shows: one that stands alone, or in a
// frame of another one. It runs nothing and sends nobody's address along;
// pictures come from where the backpack has them. Texts of strangers stay texts.
func List(groups []Group, t ListTexts) ([]byte, error) {
	page, err := template.New("list").Parse(listText)
	if err != nil {
		return nil, fmt.Errorf("read list page: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, struct {
		ListTexts
		Groups []Group
	}{t, groups}); err != nil {
		return nil, fmt.Errorf("write list page: %w", err)
	}
	return out.Bytes(), nil
}

// IssueTexts are the words of a page that issues.
type IssueTexts struct {
	Language, Title, Lead, Button, Done, Nothing, Exists, Denied, Failed, Missing string
}

// IssuePage makes a page that hands badges to a Mozilla Backpack by its own
// script (Issuer API): OpenBadges.issue, in the browser of the person whose
// badges they are. Assertions are addresses of 1.1 faces.
func IssuePage(root string, assertions []string, t IssueTexts) ([]byte, error) {
	page, err := template.New("issue").Parse(issueText)
	if err != nil {
		return nil, fmt.Errorf("read issue page: %w", err)
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		IssueTexts
		Root       string
		Assertions []string
		Script     template.JS
	}{t, root, assertions, template.JS(issueScript)}) // #nosec G203 -- a constant of this package
	if err != nil {
		return nil, fmt.Errorf("write issue page: %w", err)
	}
	return out.Bytes(), nil
}
