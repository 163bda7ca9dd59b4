package engine

import (
	"strings"
	"sync"

	"badgekiln/assets"
	"badgekiln/issuer/site"
)

// SiteWords are the sentences of public pages in the language of what a page
// shows, or in those of own where there are none in that language.
func SiteWords(own site.Words) site.Languages {
	var mu sync.Mutex
	known := map[string]site.Words{"": own}
	return func(language string) site.Words {
		first, _, _ := strings.Cut(strings.ToLower(language), "-")
		mu.Lock()
		defer mu.Unlock()
		words, ok := known[first]
		if !ok {
			words = own
			if table, err := assets.LoadWords(first); err == nil {
				words = table.T
			}
			known[first] = words
		}
		return words
	}
}
