package main

import (
	"encoding/json"
	"io"
	"os"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/pflag"
)

// maxMore is the most that is read of a file of further members.
const maxMore = 4 << 20

// readMore reads a file of further members. They are laid over what is there: a
// member that the file names is replaced, "null" takes it away.
func readMore(path string, into any) error {
	f, err := os.Open(path) // #nosec G304 -- the user's file
	if err != nil {
		return issuer.Fail(issuer.Input, "more-file", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxMore))
	if err != nil {
		return issuer.Fail(issuer.Input, "more-file", "file", path).At(path).Because(err)
	}
	return issuer.DecodeMore(text, into)
}

// classMoreFlags are the flags for further members of a badge class. The most
// common ones have their own, the file has the rest.
type classMoreFlags struct {
	file                                                       string
	kind, credits, field, code, specialization, caption, about *string
	alignments, endorsements                                   []string
	suspendable                                                bool
	flags                                                      *pflag.FlagSet
}

func (a *app) classMoreFlags(flags *pflag.FlagSet) *classMoreFlags {
	f := &classMoreFlags{flags: flags}
	flags.StringVar(&f.file, "more", "", a.flag("class", "more"))
	for name, to := range map[string]**string{
		"type": &f.kind, "credits": &f.credits, "field-of-study": &f.field, "human-code": &f.code,
		"specialization": &f.specialization, "caption": &f.caption, "credential-description": &f.about,
	} {
		flags.Var(optionalText{to}, name, a.flag("class", name))
	}
	flags.StringArrayVar(&f.alignments, "align", nil, a.flag("class", "align"))
	flags.StringArrayVar(&f.endorsements, "endorsement", nil, a.flag("class", "endorsement"))
	flags.BoolVar(&f.suspendable, "suspendable", false, a.flag("class", "suspendable"))
	return f
}

// change applies the flags that were given; nil when none was.
func (f *classMoreFlags) change() func(*issuer.ClassMore) error {
	given := false
	for _, name := range []string{
		"more", "type", "credits", "field-of-study", "human-code", "specialization", "caption", "credential-description", "align", "endorsement", "suspendable",
	} {
		given = given || f.flags.Changed(name)
	}
	if !given {
		return nil
	}
	return f.apply
}

func (f *classMoreFlags) apply(m *issuer.ClassMore) error {
	if f.file != "" {
		if err := readMore(f.file, m); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		from *string
		to   *string
	}{
		{f.kind, &m.AchievementType},
		{f.field, &m.FieldOfStudy},
		{f.code, &m.HumanCode},
		{f.specialization, &m.Specialization},
		{f.caption, &m.ImageCaption},
		{f.about, &m.Summary},
	} {
		if t.from != nil {
			*t.to = strings.TrimSpace(*t.from)
		}
	}
	if f.credits != nil {
		m.CreditsAvailable = json.Number(strings.TrimSpace(*f.credits))
	}
	if f.flags.Changed("suspendable") {
		m.Suspendable = f.suspendable
	}
	if f.flags.Changed("endorsement") && len(f.endorsements) == 1 && f.endorsements[0] == "" {
		m.Endorsement, m.EndorsementJWT, m.OldEndorsement = nil, nil, nil
		f.endorsements = nil
	}
	for _, path := range f.endorsements {
		if err := engine.Attach(m, path, nil); err != nil {
			return err
		}
	}
	if f.flags.Changed("align") {
		m.Alignment = nil
		for _, text := range f.alignments {
			if text == "" {
				continue
			}
			one, err := alignment(text)
			if err != nil {
				return err
			}
			m.Alignment = append(m.Alignment, one)
		}
	}
	return nil
}

// alignment reads "NAME=URL" or "NAME (CODE)=URL".
func alignment(text string) (issuer.Alignment, error) {
	name, address, found := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	if !found || name == "" {
		return issuer.Alignment{}, issuer.Fail(issuer.Usage, "align-unreadable", "text", text)
	}
	one := issuer.Alignment{TargetName: name, TargetURL: strings.TrimSpace(address)}
	if before, code, coded := strings.Cut(name, " ("); coded && strings.HasSuffix(code, ")") {
		one.TargetName, one.TargetCode = before, strings.TrimSuffix(code, ")")
	}
	return one, nil
}

// moreView is further members as results show them; nil for none.
func moreView(m any) json.RawMessage {
	text, err := issuer.EncodeMore(m)
	if err != nil || text == "{}" {
		return nil
	}
	return json.RawMessage(text)
}
