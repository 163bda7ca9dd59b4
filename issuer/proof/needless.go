package proof

import (
	"bytes"
	"slices"
)

// Needless lists the contexts of a document that give no meaning to anything
// in it. A signature over linked data covers what the contexts make of a
// document and not their names, so such a one can be added afterwards unseen.
// The first two are the document's own and never in question.
func Needless(doc []byte, ctx Contexts) ([]string, error) {
	root, err := read(doc)
	if err != nil {
		return nil, err
	}
	urls, _ := contextURLs(root["@context"])
	const own, most = 2, 8
	switch {
	case len(urls) <= own:
		return nil, nil
	case len(urls) > most: // nobody needs as many, and each would be tried
		return urls[own:], nil
	}
	whole, err := canonicalOf(root, ctx, false)
	if err != nil {
		return nil, err
	}
	var list []string
	for i := own; i < len(urls); i++ {
		var rest []any
		for _, url := range slices.Delete(slices.Clone(urls), i, i+1) {
			rest = append(rest, url)
		}
		root["@context"] = rest
		if without, err := canonicalOf(root, ctx, false); err == nil && bytes.Equal(whole, without) {
			list = append(list, urls[i])
		}
	}
	return list, nil
}
