package engine

import (
	"badgekiln/issuer/deliver/backpack"
	"badgekiln/issuer/site"
)

// IssueTexts are the words of a page that hands badges to a Mozilla Backpack.
func IssueTexts(words site.Words) backpack.IssueTexts {
	return backpack.IssueTexts{
		Language: words("signin.language"), Title: words("backpack.page.title"), Lead: words("backpack.page.lead"), Button: words("backpack.page.button"),
		Done: words("delivery.created"), Nothing: words("backpack.page.nothing"), Exists: words("delivery.already"), Denied: words("error.signin-denied"),
		Failed: words("delivery.backpack-refused"), Missing: words("backpack.page.missing"),
	}
}

// ListTexts are the words of a page of what somebody shows; title "" is the usual
// one.
func ListTexts(words site.Words, title string) backpack.ListTexts {
	if title == "" {
		title = words("displayer.title")
	}
	return backpack.ListTexts{
		Language: words("signin.language"), Title: title, None: words("displayer.none"), Criteria: words("displayer.criteria"), Proof: words("displayer.proof"),
	}
}
