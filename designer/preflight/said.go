package preflight

import (
	"maps"
	"strings"
)

// Said are the values of a finding, its figures with the decimal sign of a
// language.
func (f Finding) Said(sign string) map[string]string {
	values := maps.Clone(f.Values)
	for _, name := range []string{"px", "ratio", "wanted"} {
		if v, has := values[name]; has {
			values[name] = strings.Replace(v, ".", sign, 1)
		}
	}
	return values
}
