package engine

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/verify"
)

// The kinds of things that can be endorsed.
const (
	EndorseClass  = "class"
	EndorseIssuer = "issuer"
	EndorseAward  = "award"
)

// Praise is what somebody wants to say in favour of something.
type Praise struct {
	Issuer  string // slug of who says it; "" for the only one
	What    string // a badge class, issuer or award of this ledger, or a file, address or text of a stranger's
	As      string // of a badge: EndorseClass (or ""), EndorseIssuer or EndorseAward
	Comment string
	Formats []issuer.Format // empty: all that what is endorsed and who endorses allow
	Alg     string          // of the key for tokens; "" for the usual
	Look    VerifyOptions   // how a stranger's badge is looked at
}

// praised is what is endorsed: under one id in 2.0, perhaps another in 3.0.
type praised struct{ old, new, name string }

func (p praised) id(f issuer.Format) string {
	if f.Verifiable() {
		return p.new
	}
	return p.old
}

// Endorse makes endorsements, one of each format, and records them.
func (e *Engine) Endorse(ctx context.Context, p Praise, say Say) ([]ledger.Endorsement, error) {
	who, err := e.Issuer(ctx, p.Issuer)
	if err != nil {
		return nil, err
	}
	what, err := e.praised(ctx, p, say)
	if err != nil {
		return nil, err
	}
	formats := p.Formats
	if len(formats) == 0 {
		formats = []issuer.Format{issuer.OB3}
		if who.BaseURL != "" && what.old != "" {
			formats = []issuer.Format{issuer.OB2, issuer.OB3}
		}
		if what.new == "" {
			formats = []issuer.Format{issuer.OB2}
		}
	}
	list := make([]issuer.Endorsement, 0, len(formats))
	for _, f := range formats {
		if f == issuer.OB11 || what.id(f) == "" {
			return nil, issuer.Fail(issuer.Usage, "endorse-format", "what", p.What, "format", string(f))
		}
		list = append(list, issuer.Endorsement{Format: f, About: what.id(f), Name: what.name, Comment: strings.TrimSpace(p.Comment)})
	}
	return e.clerk.Endorse(ctx, who.Slug, p.Alg, list)
}

// praised finds what is meant: something of ours by its name, or a stranger's.
func (e *Engine) praised(ctx context.Context, p Praise, say Say) (praised, error) {
	if !slices.Contains([]string{"", EndorseClass, EndorseIssuer, EndorseAward}, p.As) {
		return praised{}, issuer.Fail(issuer.Usage, "endorse-kind", "kind", p.As)
	}
	var what praised
	found := false
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		what, found, err = ours(t, p)
		return err
	})
	if err != nil || found {
		return what, err
	}
	return e.strangers(ctx, p, say)
}

// ours finds a class, an issuer or an award of the ledger.
func ours(t *ledger.Tx, p Praise) (praised, bool, error) {
	if p.As == "" || p.As == EndorseClass {
		class, err := t.Class(p.What, 0)
		if err == nil {
			who, _, err := t.CurrentIdentity(class.Issuer)
			return classIDs(class, who), true, err
		}
		if issuer.CodeOf(err) != "class-unknown" {
			return praised{}, false, err
		}
	}
	if p.As == "" || p.As == EndorseIssuer {
		all, err := t.Issuers()
		if err != nil {
			return praised{}, false, err
		}
		for _, profile := range all {
			if profile.Slug == p.What {
				who, _, err := t.CurrentIdentity(profile.Slug)
				return praised{old: who.ProfileURL(), new: who.URI, name: profile.Name}, true, err
			}
		}
	}
	a, err := t.FindAward(p.What)
	if err != nil {
		return praised{}, false, nil //nolint:nilerr // no award of ours: it may be a file
	}
	what, err := awardIDs(t, a)
	return what, true, err
}

func classIDs(class issuer.BadgeClass, who issuer.Identity) praised {
	what := praised{new: class.URN, name: class.Name}
	if who.BaseURL != "" {
		at := func(file string) string { return who.BaseURL + issuer.ClassPath(class.Slug, class.Version, file) }
		what.old, what.new = at("badge.json"), at("achievement.json")
	}
	return what
}

func awardIDs(t *ledger.Tx, a issuer.Award) (what praised, err error) {
	class, err := t.Class(a.Class, a.Version)
	if err != nil {
		return what, err
	}
	faces, err := t.Faces(a.ID)
	what.name = class.Name
	for _, f := range faces {
		switch {
		case f.Format.Verifiable():
			what.new = f.Address()
		case f.Format != issuer.OB11:
			what.old = f.Address()
		}
	}
	return what, err
}

// strangers looks at a stranger's badge, class or issuer. Nobody should speak
// for a badge that was tampered with.
func (e *Engine) strangers(ctx context.Context, p Praise, say Say) (praised, error) {
	if strings.HasPrefix(p.What, "did:") || strings.HasPrefix(p.What, "urn:") {
		return praised{p.What, p.What, p.What}, nil
	}
	results, err := e.Verify(ctx, []string{p.What}, p.Look, say)
	if err != nil {
		return praised{}, err
	}
	r := results[0]
	if len(r.Credentials) > 0 {
		r = r.Credentials[0]
	}
	switch r.Verdict {
	case verify.NotABadge:
		return document1(p, r)
	case verify.Altered:
		return praised{}, issuer.Fail(issuer.Input, "endorse-altered", "what", source1(p.What)).At(source1(p.What))
	}
	said, err := Describe(r)
	if err != nil || r.Text == "" {
		return praised{}, issuer.Fail(issuer.Input, "endorse-nothing", "what", source1(p.What)).At(source1(p.What)).Because(err)
	}
	id, name := said.ClassID, said.Class.Name
	switch p.As {
	case EndorseIssuer:
		id, name = said.Issuer, said.Profile.Name
	case EndorseAward:
		id = said.ID
	}
	if name == "" {
		name = id
	}
	return praised{id, id, name}, nil
}

// document1 reads what is no badge but may be the document of a class or of an
// issuer.
func document1(p Praise, r verify.Result) (praised, error) {
	doc, err := jws.Object([]byte(strings.TrimSpace(r.Text)))
	id, _ := doc["id"].(string)
	name, _ := doc["name"].(string)
	if err != nil || id == "" || name == "" || doc["type"] == nil {
		return praised{}, issuer.Fail(issuer.Input, "endorse-nothing", "what", source1(p.What)).At(source1(p.What)).Because(err)
	}
	return praised{id, id, name}, nil
}

// Endorsements lists what was said here in favour of something, the newest
// first.
func (e *Engine) Endorsements(ctx context.Context) ([]ledger.Endorsement, error) {
	var list []ledger.Endorsement
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		list, err = t.Endorsements("")
		return err
	})
	slices.Reverse(list)
	return list, err
}

// EndorsementFile is the name of an endorsement's file.
func EndorsementFile(e ledger.Endorsement) string {
	return e.ID + map[issuer.Format]string{
		issuer.OB2: ".ob2.json", issuer.OB2Signed: ".ob2.jws", issuer.OB3: ".ob3.json", issuer.OB3JWT: ".ob3.jwt",
	}[e.Format]
}

// Attach puts an endorsement, as whoever gave it sent it, where it belongs in
// the further members of a badge class: a document of 3.0, a token, or the
// address of one of 2.0. It may stand for an earlier version of the class,
// which is then named as related.
func Attach(class *issuer.ClassMore, path string, stdin io.Reader) error {
	data, err := bytesOf(path, stdin)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(string(data))
	fail := func() error {
		return issuer.Fail(issuer.Input, "endorsement-unusable", "file", source1(path)).At(source1(path))
	}
	payload := []byte(text)
	token := jws.Looks(text)
	switch {
	case strings.HasPrefix(text, "https://"), strings.HasPrefix(text, "http://"):
		class.OldEndorsement = added(class.OldEndorsement, strconv.Quote(text))
		return nil
	case token:
		if payload, err = base64.RawURLEncoding.DecodeString(strings.Split(text, ".")[1]); err != nil {
			return fail()
		}
	}
	doc, err := jws.Object(payload)
	if err != nil {
		return fail()
	}
	id, _ := doc["id"].(string)
	switch kind := kindOf(doc); {
	case kind == "EndorsementCredential" && token:
		if !slices.Contains(class.EndorsementJWT, text) {
			class.EndorsementJWT = append(class.EndorsementJWT, text)
		}
	case kind == "EndorsementCredential":
		class.Endorsement = added(class.Endorsement, text)
	case kind == "Endorsement" && !token && strings.HasPrefix(id, "https://"):
		class.OldEndorsement = added(class.OldEndorsement, strconv.Quote(id))
	default:
		return fail()
	}
	for _, member := range []string{"credentialSubject", "claim"} {
		subject, _ := doc[member].(map[string]any)
		about, _ := subject["id"].(string)
		if version, is := versionIn(about); is && !slices.ContainsFunc(class.Related, func(r issuer.Related) bool { return r.ID == about }) {
			class.Related = append(class.Related, issuer.Related{ID: about, Version: version})
		}
	}
	return nil
}

// kindOf tells which kind of endorsement a document is.
func kindOf(doc map[string]any) string {
	types, many := doc["type"].([]any)
	if !many {
		types = []any{doc["type"]}
	}
	for _, kind := range []string{"EndorsementCredential", "Endorsement"} {
		if slices.Contains(types, any(kind)) {
			return kind
		}
	}
	return ""
}

// versionIn is the version in an address that this program gave a class.
func versionIn(about string) (string, bool) {
	part := strings.Split(about, "/")
	if n := len(part); n >= 4 && part[n-4] == "b" && (part[n-1] == "achievement.json" || part[n-1] == "badge.json") {
		_, err := strconv.Atoi(part[n-2])
		return part[n-2], err == nil
	}
	return "", false
}

func added(list []json.RawMessage, text string) []json.RawMessage {
	if slices.ContainsFunc(list, func(one json.RawMessage) bool { return string(one) == text }) {
		return list
	}
	return append(list, json.RawMessage(text))
}
