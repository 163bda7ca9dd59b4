package publish

import (
	"net/url"
	"slices"
	"strings"
)

// field is one thing to type about a place.
type field struct {
	name   string // the end of "publish.field."
	needed bool
	hidden bool
	half   bool // stands beside the next one
	start  string
}

// kinds are the kinds of places, in the order of their tiles.
func kinds() []string { return []string{"folder", "git", "sftp", "webdav", "s3"} }

func iconOf(kind string) string {
	switch kind {
	case "folder", "zip":
		return "folder"
	case "git":
		return "layers"
	case "sftp":
		return "lock"
	}
	return "globe"
}

// fields are what a kind of place asks for.
func fields(kind string) []field {
	switch kind {
	case "folder":
		return []field{{name: "folder", needed: true}}
	case "git":
		return []field{{name: "repository", needed: true}, {name: "branch", start: "gh-pages"}, {name: "key-file"}, {name: "password", hidden: true}}
	case "sftp":
		return []field{{name: "host", needed: true, half: true}, {name: "user", needed: true}, {name: "remote-folder"}, {name: "key-file"}, {name: "password", hidden: true}}
	case "webdav":
		return []field{{name: "web-address", needed: true}, {name: "user", needed: true, half: true}, {name: "password", needed: true, hidden: true}}
	case "s3":
		return []field{
			{name: "endpoint", needed: true},
			{name: "bucket", needed: true, half: true},
			{name: "region"},
			{name: "key-id", needed: true, half: true},
			{name: "secret-key", needed: true, hidden: true},
		}
	}
	return nil
}

// keyed tells whether a private key lets in there, whose passphrase is the password
// then.
func keyed(kind string) bool {
	return slices.ContainsFunc(fields(kind), func(f field) bool { return f.name == "key-file" })
}

// blamed is the field that a refusal is about; "" for none of them.
func blamed(kind, code string) string {
	switch code {
	case "target-no-secret":
		return "password"
	case "target-no-key":
		return "key-file"
	case "target-taken":
		return "name"
	case "target-address", "target-holds-other", "target-password", "target-open", "site-unwritable":
		return map[string]string{"folder": "folder", "git": "repository", "sftp": "host", "webdav": "web-address", "s3": "endpoint"}[kind]
	}
	return ""
}

// missing lists the fields that have to be filled in.
func missing(kind string, typed map[string]string) []string {
	var list []string
	for _, f := range fields(kind) {
		if f.needed && strings.TrimSpace(typed[f.name]) == "" {
			list = append(list, f.name)
		}
	}
	if (kind == "sftp" || kind == "git" && !strings.HasPrefix(typed["repository"], "/")) && len(list) == 0 && typed["key-file"] == "" && typed["password"] == "" {
		list = append(list, "password")
	}
	return list
}

// place writes what was typed as an address.
func place(kind, name string, typed map[string]string) NewPlace {
	at := func(field string) string { return strings.TrimSpace(typed[field]) }
	p := NewPlace{Name: name, Secret: typed["password"], KeyFile: at("key-file")}
	switch kind {
	case "folder":
		p.Address = at("folder")
	case "git":
		p.Address = repository(at("repository"))
		if branch := at("branch"); branch != "" {
			p.Address += "?branch=" + url.QueryEscape(branch)
		}
	case "sftp":
		p.Address = "sftp://" + url.User(at("user")).String() + "@" + bare(at("host")) + "/" + named(strings.TrimPrefix(at("remote-folder"), "./"))
	case "webdav":
		scheme, rest := "davs://", at("web-address")
		if plain, is := strings.CutPrefix(rest, "http://"); is {
			scheme, rest = "dav://", plain
		}
		p.Address = scheme + url.User(at("user")).String() + "@" + bare(rest)
	case "s3":
		scheme, rest := "s3://", at("endpoint")
		if plain, is := strings.CutPrefix(rest, "http://"); is {
			scheme, rest = "s3+http://", plain
		}
		p.Secret = typed["secret-key"]
		p.Address = scheme + url.User(at("key-id")).String() + "@" + strings.TrimSuffix(bare(rest), "/") + "/" + named(strings.Trim(at("bucket"), "/"))
		if region := at("region"); region != "" {
			p.Address += "?region=" + url.QueryEscape(region)
		}
	}
	return p
}

// named is the name of a folder within an address, where some signs mean another thing.
func named(folder string) string {
	return strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23").Replace(folder)
}

// bare is an address without its scheme.
func bare(text string) string {
	if _, rest, found := strings.Cut(text, "://"); found {
		return rest
	}
	return text
}

// repository reads an address as git and its hosts write it: git@host:a/b.git,
// https://…, a path.
func repository(text string) string {
	switch {
	case strings.HasPrefix(text, "/"):
		return "git+file://" + named(text)
	case strings.HasPrefix(text, "https://"), strings.HasPrefix(text, "http://"), strings.HasPrefix(text, "ssh://"), strings.HasPrefix(text, "file://"):
		return "git+" + text
	}
	host, path, found := strings.Cut(text, ":")
	if !found {
		return "git+ssh://" + text
	}
	if !strings.Contains(host, "@") {
		host = "git@" + host
	}
	return "git+ssh://" + host + "/" + strings.TrimPrefix(path, "/")
}

// size writes a number of bytes as people read it.
func (r *Room) size(n int64) string {
	switch {
	case n < 1000:
		return r.format(float64(n), "B")
	case n < 1000_000:
		return r.format(float64(n)/1000, "kB")
	}
	return r.format(float64(n)/1000_000, "MB")
}
