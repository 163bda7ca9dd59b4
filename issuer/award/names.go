package award

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// unsafeInNames are the characters some file system refuses or a shell reads.
const unsafeInNames = `/\:*?"<>|` + "`$&;'!%"

// namer makes file names: safe everywhere and unique in the folder.
type namer struct {
	template string
	class    issuer.BadgeClass
	seed     maphash.Seed
	used     map[uint64]struct{} // hashes of names: two that share one cost a number, not a file
}

func newNamer(template string, class issuer.BadgeClass) *namer {
	return &namer{template: template, class: class, seed: maphash.MakeSeed(), used: map[uint64]struct{}{}}
}

// fieldsInNames are the fields a template can use.
const fieldsInNames = "{name} {email} {id} {class.name} {issued_on}"

// checkNames refuses a template with a field that is none, which would
// otherwise stand in every name as it is.
func checkNames(template string) error {
	for rest := template; ; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return nil
		}
		field := rest[open:]
		if end := strings.IndexByte(field, '}'); end > 0 {
			field = field[:end+1]
		}
		if !slices.Contains(strings.Fields(fieldsInNames), field) {
			return issuer.Fail(issuer.Usage, "names-field", "field", field, "fields", fieldsInNames)
		}
		rest = rest[open+len(field):]
	}
}

func (n *namer) stem(a issuer.Award) string {
	if n.template == "" {
		return a.ID
	}
	text := strings.NewReplacer("{name}", a.Name, "{email}", a.Email, "{id}", a.ID, "{class.name}", n.class.Name,
		"{issued_on}", a.IssuedOn.Format("2006-01-02")).Replace(n.template)
	stem := safe(text)
	if stem == "" || strings.EqualFold(stem, "report") {
		stem = a.ID
	}
	unique := stem
	for i := 2; ; i++ {
		hash := maphash.String(n.seed, strings.ToLower(unique))
		if _, taken := n.used[hash]; !taken {
			n.used[hash] = struct{}{}
			return unique
		}
		unique = stem + " (" + strconv.Itoa(i) + ")"
	}
}

// safe keeps what is a letter anywhere and drops what could hurt: separators,
// control and direction marks, leading dots, leading dashes that a program
// would take for a flag, names Windows keeps for devices.
func safe(text string) string {
	cleaned := strings.Map(func(r rune) rune {
		switch {
		case r < 0x20, r == 0x7f, r >= 0x80 && r < 0xa0, r == 0xfffd,
			r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff:
			return -1
		case strings.ContainsRune(unsafeInNames, r):
			return '_'
		}
		return r
	}, text)
	cleaned = strings.TrimLeft(strings.Trim(strings.Join(strings.Fields(cleaned), " "), ". "), "-. ")
	for len(cleaned) > 120 {
		runes := []rune(cleaned)
		cleaned = string(runes[:len(runes)-1])
	}
	base, _, _ := strings.Cut(strings.ToUpper(cleaned), ".")
	switch base {
	case "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
		"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9":
		cleaned = "_" + cleaned
	}
	return cleaned
}
