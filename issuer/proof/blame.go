package proof

import (
	"maps"
	"slices"
	"strings"

	"badgekiln/issuer"
)

// search finds the member that json-gold refused as undefined without saying
// which. A person wants to know, so documents of one member each are tried until
// one is refused. This runs only after a refusal and gives up early.
type search struct {
	contexts Contexts
	tries    int
}

// blame gives the path of the first member that no context defines, or "".
func blame(root map[string]any, contexts Contexts) string {
	s := search{contexts: contexts, tries: 200}
	return s.in(root, nil, func(inner map[string]any) map[string]any { return inner })
}

// in searches one object; wrap puts a replacement for it back into its place.
func (s *search) in(object map[string]any, path []string, wrap func(map[string]any) map[string]any) string {
	frame := map[string]any{} // what gives the members their meaning
	for _, name := range []string{"@context", "type"} {
		if value, has := object[name]; has {
			frame[name] = value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, framed := frame[name]; framed {
			continue
		}
		at := append(slices.Clone(path), name)
		with := func(value any) map[string]any {
			alone := maps.Clone(frame)
			alone[name] = value
			return wrap(alone)
		}
		if s.tries--; s.tries < 0 {
			return ""
		}
		if _, err := expand(with("urn:x"), s.contexts); issuer.CodeOf(err) == "proof-term" {
			return strings.Join(at, ".")
		}
		list, ok := object[name].([]any)
		if !ok {
			list = []any{object[name]}
		}
		for _, item := range list {
			if inner, ok := item.(map[string]any); ok {
				found := s.in(inner, at, func(value map[string]any) map[string]any { return with(value) })
				if found != "" {
					return found
				}
			}
		}
	}
	return ""
}
