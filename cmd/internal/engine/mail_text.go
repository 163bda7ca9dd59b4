package engine

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/merge"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/mail"
	"badgekiln/issuer/deliver/outbox"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/site"
)

// What mails are for. Each has texts of its own.
const (
	MailAward    = "award"
	MailReminder = "reminder" // the badge was sent, or lies ready, and nobody took it
	MailExpiring = "expiring" // the badge holds for a short time only
)

// MailPurposes lists them.
func MailPurposes() []string { return []string{MailAward, MailReminder, MailExpiring} }

// mailFields are the merge fields that mails know besides the columns of lists.
func mailFields() []string {
	return []string{
		"name", "given_name", "family_name", "email", "class.name", "class.description", "class.criteria", "issuer.name", "issuer.url", "issuer.email",
		"issued_on", "expires", "narrative", "verify_url", fieldClaim, "linkedin_url", "id",
	}
}

// fieldClaim is the address of the page of its own of an award. A mail that names it
// waits until the page can be seen.
const fieldClaim = "claim_url"

// MailFields lists the merge fields of the mails of a class: those of every award,
// and the columns of the lists its awards came from.
func (e *Engine) MailFields(ctx context.Context, class string) ([]string, error) {
	columns := map[string]bool{}
	err := e.View(ctx, func(t *ledger.Tx) error {
		const enough = 200
		awards, err := t.Awards(ledger.Filter{Class: class, Most: enough})
		for _, a := range awards {
			for name, value := range a.Fields {
				if _, picture := issuer.FieldPicture(value); !picture {
					columns[fieldKey(name)] = true
				}
			}
		}
		return err
	})
	return append(mailFields(), slices.Sorted(maps.Keys(columns))...), err
}

// MailTemplate gives what mails of a class say in a language: the text somebody
// wrote for the class, for all classes, or our own. own tells whether somebody
// wrote it.
func (e *Engine) MailTemplate(ctx context.Context, class, purpose, language string, words site.Words) (m ledger.MailTemplate, own bool, err error) {
	var all []ledger.MailTemplate
	err = e.View(ctx, func(t *ledger.Tx) (err error) {
		all, err = t.MailTemplates()
		return err
	})
	m, own = templateOf(all, class, purpose, language, SiteWords(words))
	return m, own, err
}

// SetMailTemplate keeps a text for a class, or for all ("").
func (e *Engine) SetMailTemplate(ctx context.Context, m ledger.MailTemplate) error {
	if !slices.Contains(MailPurposes(), m.Purpose) {
		return issuer.Fail(issuer.Usage, "mail-purpose", "purpose", m.Purpose, "purposes", strings.Join(MailPurposes(), ", "))
	}
	m.Language = firstTag(m.Language)
	known, err := e.MailFields(ctx, m.Class)
	if err != nil {
		return err
	}
	if err := (mail.Template{Subject: m.Subject, Text: m.Text, HTML: m.HTML}).Check(func(name string) bool { return slices.Contains(known, name) }); err != nil {
		return err
	}
	return e.update(ctx, func(t *ledger.Tx) error {
		if m.Class != "" {
			if _, err := t.Class(m.Class, 0); err != nil {
				return err
			}
		}
		return t.SetMailTemplate(m)
	})
}

// ResetMailTemplate goes back to our own text.
func (e *Engine) ResetMailTemplate(ctx context.Context, class, purpose, language string) error {
	return e.update(ctx, func(t *ledger.Tx) error {
		return t.SetMailTemplate(ledger.MailTemplate{Class: class, Purpose: purpose, Language: firstTag(language)})
	})
}

func firstTag(language string) string {
	first, _, _ := strings.Cut(strings.ToLower(language), "-")
	return first
}

// templateOf picks the text of a class, then of all; in the language, then in any
// that somebody wrote for that class.
func templateOf(all []ledger.MailTemplate, class, purpose, language string, words site.Languages) (ledger.MailTemplate, bool) {
	language = firstTag(language)
	say := words(language)
	for _, tongue := range []string{language, say("site.lang")} { // for nobody's language that of the program
		if m, own := chosenText(all, class, purpose, tongue); own {
			return m, true
		}
	}
	return ledger.MailTemplate{Class: class, Purpose: purpose, Language: language, Subject: say("mail." + purpose + ".subject"), Text: say("mail." + purpose + ".text")}, false
}

// chosenText is what somebody wrote; false where nobody did.
func chosenText(all []ledger.MailTemplate, class, purpose, language string) (ledger.MailTemplate, bool) {
	language = firstTag(language)
	for _, slug := range []string{class, ""} {
		for _, m := range all {
			if m.Class == slug && m.Purpose == purpose && m.Language == language {
				return m, true
			}
		}
	}
	for _, m := range all {
		if m.Class == class && class != "" && m.Purpose == purpose && m.Language == "" {
			return m, true
		}
	}
	return ledger.MailTemplate{}, false
}

// mailWriter writes the mails of a profile.
type mailWriter struct {
	e       *Engine
	profile mail.Profile
	purpose string
	words   site.Languages
	text    *ledger.MailTemplate // in place of those that are kept; nil for those

	mu    sync.Mutex
	icons map[string]*mail.File
}

func (e *Engine) mailWriter(p mail.Profile, purpose string, words site.Words) *mailWriter {
	if purpose == "" {
		purpose = MailAward
	}
	return &mailWriter{e: e, profile: p, purpose: purpose, words: SiteWords(words), icons: map[string]*mail.File{}}
}

// letter is the mail of a job.
func (w *mailWriter) letter(ctx context.Context, j outbox.Job) (mail.Letter, *outbox.Result) {
	no := func(r outbox.Result) (mail.Letter, *outbox.Result) { return mail.Letter{}, &r }
	m, err := w.message(ctx, j.Award, j.Ticket)
	switch issuer.CodeOf(err) {
	case "":
	case "award-not-standing", "face-erased":
		return no(outbox.Left(err)) // taken back just now
	default:
		return no(outbox.Broken(err))
	}
	if err != nil {
		return no(outbox.Broken(err))
	}
	if m.To == "" {
		return no(outbox.Refused(mail.WhyNoAddress, ""))
	}
	to, err := mail.Address(m.To)
	if err != nil {
		return no(outbox.Refused(mail.WhyAddress, ""))
	}
	body, err := m.Bytes()
	if err != nil {
		return no(outbox.Broken(err))
	}
	return mail.Letter{To: to, Body: body}, nil
}

// facts are what the ledger says of an award.
type facts struct {
	award  issuer.Award
	class  issuer.BadgeClass
	by     issuer.Profile
	person issuer.Person
	page   string // where strangers look at it; "" without web space
	shown  issuer.Face
	claim  string // the page of its own; "" without
}

func (w *mailWriter) facts(ctx context.Context, award string) (f facts, texts []ledger.MailTemplate, err error) {
	err = w.e.View(ctx, func(t *ledger.Tx) (err error) {
		if f.award, err = t.FindAward(award); err != nil {
			return err
		}
		if f.class, err = t.Class(f.award.Class, f.award.Version); err != nil {
			return err
		}
		if f.by, err = t.Issuer(f.class.Issuer); err != nil {
			return err
		}
		if f.person, err = t.Person(f.award.Person); err != nil {
			return err
		}
		faces, err := t.Faces(f.award.ID)
		if err != nil {
			return err
		}
		for _, one := range faces {
			if one.SHA256 != "" && one.Identity.BaseURL != "" && f.page == "" {
				f.page, f.shown = one.Identity.BaseURL+issuer.FacePagePath(one.ID), one
			}
		}
		h, _, err := t.HandoutOf(f.award.ID)
		if err != nil {
			return err
		}
		if base := claimBase(faces); h.Claim != "" && base != "" {
			f.claim = base + issuer.ClaimPath(h.Claim, "html")
		}
		texts, err = t.MailTemplates()
		return err
	})
	return f, texts, err
}

// language is the language of a mail: of the row, of the badge, or nobody's.
func (f facts) language() string {
	if f.award.Language != "" {
		return f.award.Language
	}
	return f.class.Language
}

// values are the merge fields of an award.
func (f facts) values(language string) mail.Fields {
	a := f.award
	v := mail.Fields{}
	for name, value := range a.Fields {
		if _, picture := issuer.FieldPicture(value); !picture {
			v[fieldKey(name)] = value
		}
	}
	day := func(date string) string {
		if date == "" {
			return ""
		}
		return merge.Fill("{day|date long}", map[string]string{"day": date, "language": language})
	}
	own := fieldsOfAward(a, f.page)
	for name, value := range map[string]string{
		"name": a.Name, "given_name": f.person.GivenName, "family_name": f.person.FamilyName, "email": a.Email,
		"class.name": f.class.Name, "class.description": f.class.Description, "class.criteria": f.class.Criteria.Narrative,
		"issuer.name": f.by.Name, "issuer.url": f.by.URL, "issuer.email": f.by.Email,
		"issued_on": day(own["issued_on"]), "expires": day(own["expires"]), "narrative": own["narrative"], "verify_url": f.page, fieldClaim: f.claim, "linkedin_url": f.linkedIn(), "id": a.ID,
	} {
		v[name] = value
	}
	return v
}

// linkedIn is where whoever is signed in there puts the award into their profile.
func (f facts) linkedIn() string {
	if f.page == "" {
		return ""
	}
	return site.LinkedIn(f.page, site.Face{Face: f.shown, Award: f.award}, f.class, f.by)
}

// ready says why the mail of an award may not go yet, or "".
func (w *mailWriter) ready(ctx context.Context, award string) (why string, err error) {
	if why, err = w.e.Ready(ctx, award); why != "" || err != nil {
		return why, err
	}
	err = w.e.View(ctx, func(t *ledger.Tx) error {
		a, err := t.Award(award)
		if err != nil {
			return err
		}
		held, err := w.e.unnamed(t, w.purpose, []issuer.Award{a})
		why = held[award]
		return err
	})
	return why, err
}

// unnamed says of which awards the mails name a page of their own that cannot be
// seen yet, and why.
func (e *Engine) unnamed(t *ledger.Tx, purpose string, awards []issuer.Award) (map[string]string, error) {
	texts, err := t.MailTemplates()
	if err != nil || !slices.ContainsFunc(texts, namesClaim) {
		return map[string]string{}, err // ours name none
	}
	if purpose == "" {
		purpose = MailAward
	}
	var named []string
	classes := map[string]issuer.BadgeClass{}
	for _, a := range awards {
		key := a.Class + "/" + strconv.Itoa(a.Version)
		if _, known := classes[key]; !known {
			if classes[key], err = t.Class(a.Class, a.Version); err != nil {
				return nil, err
			}
		}
		f := facts{award: a, class: classes[key]}
		one, own := chosenText(texts, a.Class, purpose, f.language())
		if !own { // then it may be one in the program's language
			own = slices.ContainsFunc(texts, func(m ledger.MailTemplate) bool {
				one = m
				return m.Purpose == purpose && (m.Class == a.Class || m.Class == "") && namesClaim(m)
			})
		}
		if own && namesClaim(one) {
			named = append(named, a.ID)
		}
	}
	return unclaimed(t, named)
}

func namesClaim(m ledger.MailTemplate) bool {
	return slices.Contains(mail.Template{Subject: m.Subject, Text: m.Text, HTML: m.HTML}.Names(), fieldClaim)
}

// message puts the mail of an award together.
func (w *mailWriter) message(ctx context.Context, award, id string) (mail.Message, error) {
	f, texts, err := w.facts(ctx, award)
	if err != nil {
		return mail.Message{}, err
	}
	files, err := w.e.FilesOf(ctx, f.award.ID, "{id}")
	if err != nil {
		return mail.Message{}, err
	}
	picture := files[len(files)-1]
	kind := "image/png"
	if strings.HasSuffix(picture.Name, ".svg") {
		kind = "image/svg+xml"
	}
	m := w.draft(f, texts)
	m.ID, m.Date = id, w.e.env.Now()
	m.Files = []mail.File{{Name: f.class.Slug + picture.Name[strings.LastIndexByte(picture.Name, '.'):], Type: kind, Bytes: picture.Data}}
	return m, nil
}

// chosen is the text of a mail.
func (w *mailWriter) chosen(f facts, texts []ledger.MailTemplate) (ledger.MailTemplate, bool) {
	if w.text != nil {
		return *w.text, true
	}
	return templateOf(texts, f.class.Slug, w.purpose, f.language(), w.words)
}

// draft is the mail without its badge.
func (w *mailWriter) draft(f facts, texts []ledger.MailTemplate) mail.Message {
	chosen, own := w.chosen(f, texts)
	language := chosen.Language
	if !own || language == "" { // ours may be in another language than was asked for
		language = w.words(firstTag(f.language()))("site.lang")
	}
	if firstTag(f.language()) == language {
		language = f.language() // with its region
	}
	icon := w.icon(f.class)
	look := mail.Look{Language: language, Icon: icon != nil, Title: f.class.Name, Footer: f.by.Name, Home: f.by.URL}
	filled, err := mail.Template{Subject: chosen.Subject, Text: chosen.Text, HTML: chosen.HTML}.Fill(f.values(language), look)
	if err != nil { // it was checked when it was kept; the text alone will do
		filled.HTML = ""
	}
	return mail.Message{Profile: w.profile, ToName: f.award.Name, To: f.award.Email, Language: language, Filled: filled, Icon: icon}
}

// icon is the small picture of a class, or nil.
func (w *mailWriter) icon(class issuer.BadgeClass) *mail.File {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := class.Slug + "/" + strconv.Itoa(class.Version)
	if icon, known := w.icons[key]; known {
		return icon
	}
	var icon *mail.File
	if data, ok := drawing.PictureIn(class.DataImage); ok && strings.HasPrefix(class.DataImage, drawing.DataPrefix) { // few mail programs show an SVG
		icon = &mail.File{Name: "badge.png", Type: "image/png", Bytes: data}
	}
	w.icons[key] = icon
	return icon
}

// MailPreview is a mail as somebody would get it.
type MailPreview struct {
	Award issuer.Award
	From  string
	To    string
	mail.Filled
	Icon []byte // the picture that HTML calls "cid:badge"; nil for none
	File string // the name of the badge that is attached
	Own  bool   // somebody wrote the text
	// Lacks are the fields that such a text names and that are empty for this person:
	// lines with them are left out.
	Lacks []string
}

// PreviewMail shows the mail of an award. profile may name none yet.
func (e *Engine) PreviewMail(ctx context.Context, m Mailing, award string, words site.Words) (MailPreview, error) {
	p, err := e.MailProfile(ctx, m.Profile)
	if err != nil && issuer.CodeOf(err) != "mail-profile-none" {
		return MailPreview{}, err
	}
	w := e.mailWriter(mail.Profile(p), m.Purpose, words)
	w.text = m.Text
	f, texts, err := w.facts(ctx, award)
	if err != nil {
		return MailPreview{}, err
	}
	one := w.draft(f, texts)
	text, own := w.chosen(f, texts)
	shown := MailPreview{Award: f.award, From: p.Sender, To: f.award.Email, Filled: one.Filled, File: f.class.Slug + "." + issuer.ImageExt(f.class.ImageType), Own: own}
	if p.SenderName != "" {
		shown.From = p.SenderName + " <" + p.Sender + ">"
	}
	if f.award.Name != "" {
		shown.To = f.award.Name + " <" + f.award.Email + ">"
	}
	if one.Icon != nil {
		shown.Icon = one.Icon.Bytes
	}
	values := f.values("")
	for _, name := range (mail.Template{Subject: text.Subject, Text: text.Text, HTML: text.HTML}).Names() {
		if own && values[name] == "" && !slices.Contains(shown.Lacks, name) {
			shown.Lacks = append(shown.Lacks, name)
		}
	}
	return shown, nil
}

// WorstMail is the award of a mailing whose mail is the likeliest to look odd: the
// longest names and values.
func (e *Engine) WorstMail(ctx context.Context, m Mailing) (worst issuer.Award, err error) {
	awards, err := e.mailed(ctx, m)
	most := -1
	for _, a := range awards {
		size := 3*utf8.RuneCountInString(a.Name) + utf8.RuneCountInString(a.Narrative) + utf8.RuneCountInString(a.Email)
		for _, value := range a.Fields {
			size += min(utf8.RuneCountInString(value), 200)
		}
		if a.State == issuer.Issued && size > most {
			worst, most = a, size
		}
	}
	if err == nil && most < 0 {
		err = issuer.Fail(issuer.Input, "mail-nobody")
	}
	return worst, err
}
