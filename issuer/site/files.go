package site

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"badgekiln/issuer"
)

// Files yields all files of the site at a base URL, one at a time: memory
// does not grow with the number of awards. After an error nothing more comes.
func Files(ctx context.Context, src Source, base string, words Languages) iter.Seq2[File, error] {
	return new(Later).Files(ctx, src, base, words)
}

// Files is the function of that name, and Later makes what it left loose.
func (l *Later) Files(ctx context.Context, src Source, base string, words Languages) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		b := &builder{ctx: ctx, src: src, base: base, issuers: map[string]Issuer{}, classes: map[string]issuer.BadgeClass{}}
		b.edition, b.claimEdition = b.editions(b.samples), b.editions(b.claimSamples)
		l.b = b
		b.put = func(f File) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if !yield(f, nil) {
				return stopped{}
			}
			return nil
		}
		if err := b.all(words); err != nil && !errors.Is(err, stopped{}) {
			yield(File{}, err)
		}
	}
}

// stopped says that the caller wants no more files.
type stopped struct{}

func (stopped) Error() string { return "stopped" }

// builder makes the files of one site and puts them out one by one.
type builder struct {
	ctx     context.Context
	src     Source
	base    string
	put     func(File) error
	pages   *pages
	order   []string // issuers' slugs as the source gave them
	issuers map[string]Issuer
	classes map[string]issuer.BadgeClass // by slug and version
	newest  []issuer.BadgeClass          // one of each open class, as the source gave them
	// What pages of a class have in common.
	edition, claimEdition Edition
}

func (b *builder) all(words Languages) error {
	b.pages = newPages(b.base, words)
	for _, step := range []func() error{b.profiles, b.badges, b.faces, b.claims, b.endorsements, b.lists, b.helpers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) profiles() error {
	all, err := b.src.Issuers(b.ctx, b.base)
	if err != nil {
		return fmt.Errorf("read issuers: %w", err)
	}
	gone, err := b.src.Gone(b.ctx, b.base)
	if err != nil {
		return fmt.Errorf("read revoked badges: %w", err)
	}
	for _, one := range all {
		slug := one.Profile.Slug
		known, twice := b.issuers[slug]
		if !twice {
			b.order, known = append(b.order, slug), one
		}
		b.issuers[slug] = Both(known, one)
	}
	for _, slug := range b.order {
		one := b.issuers[slug]
		if err := b.documents(IssuerDocuments(one, gone[slug])); err != nil {
			return err
		}
		if one.Profile.Image == "" {
			continue
		}
		if err := b.blob(issuer.IssuerImagePath(slug, issuer.ImageExt(one.Profile.ImageType)), one.Profile.Image); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) badges() error {
	all, err := b.src.Classes(b.ctx, b.base)
	if err != nil {
		return fmt.Errorf("read badge classes: %w", err)
	}
	newest := map[string]int{}
	for _, class := range all {
		if _, ok := b.issuers[class.Issuer]; !ok || class.State == issuer.Draft {
			continue
		}
		b.classes[versionKey(class.Slug, class.Version)] = class
		if class.State != issuer.Open {
			continue
		}
		newest[class.Slug] = class.Version
		if last := len(b.newest) - 1; last >= 0 && b.newest[last].Slug == class.Slug {
			b.newest[last] = class
		} else {
			b.newest = append(b.newest, class)
		}
	}
	for _, class := range all {
		if _, ok := b.classes[versionKey(class.Slug, class.Version)]; ok {
			if err := b.class(class, b.issuers[class.Issuer], newest[class.Slug]); err != nil {
				return err
			}
		}
	}
	return b.shelves()
}

// shelves puts what each issuer offers, as pages and as a list.
func (b *builder) shelves() error {
	for _, slug := range b.order {
		by := b.issuers[slug]
		var shown []issuer.BadgeClass
		for _, class := range b.newest {
			if class.Issuer != slug {
				continue
			}
			shown = append(shown, class)
			at := issuer.ClassEmbedPath(class.Slug)
			if err := b.page(at, "")(b.pages.embed(at, by, []issuer.BadgeClass{class})); err != nil {
				return err
			}
		}
		at := issuer.IssuerPagePath(slug)
		if err := b.page(at, "")(b.pages.home(at, by, shown)); err != nil {
			return err
		}
		at = issuer.EmbedPath(slug)
		if err := b.page(at, "")(b.pages.embed(at, by, shown)); err != nil {
			return err
		}
		if err := b.documents([]Document{{issuer.BadgeListPath(slug), badgeList(b.base, by, shown)}}); err != nil {
			return err
		}
	}
	return nil
}

// page puts what a step made at a path.
func (b *builder) page(at, mark string) func(data []byte, err error) error {
	return func(data []byte, err error) error {
		if err != nil {
			return err
		}
		return b.put(File{Path: at, Bytes: data, Mark: mark})
	}
}

func (b *builder) class(class issuer.BadgeClass, by Issuer, newest int) error {
	at := func(file string) string { return issuer.ClassPath(class.Slug, class.Version, file) }
	if err := b.documents(ClassDocuments(class, by)); err != nil {
		return err
	}
	if err := b.blob(at(class.ImageFile()), class.Image); err != nil {
		return err
	}
	return b.page(at(issuer.ClassPage), "")(b.pages.criteria(class, by, newest))
}

func (b *builder) faces() error {
	all := b.src.Faces(b.ctx, b.base)
	if known, ok := b.src.(Remembering); ok {
		all = known.FacesSince(b.ctx, b.base, b.edition)
	}
	for face, err := range all {
		if err != nil {
			return fmt.Errorf("read credentials: %w", err)
		}
		if err := b.face(face); err != nil {
			return err
		}
	}
	return nil
}

// goneText is what stands in files that say 410, and in the place of tokens that are
// there no more.
const goneText = "410 Gone\n"

// face puts a credential and its page. A hosted assertion that does not stand
// gives way to a tombstone; a 3.0 credential stays and its status list tells, unless
// its holder was erased.
func (b *builder) face(f Face) error {
	made, err := b.faceFiles(f, nil)
	if err != nil {
		return err
	}
	for _, one := range made {
		if f.Loose {
			one.From = f.Inputs
		}
		if err := b.put(one); err != nil {
			return err
		}
	}
	return nil
}

// faceFiles are the files of one face. only says which of them to make; nil is all.
func (b *builder) faceFiles(f Face, only func(path string) bool) ([]File, error) {
	class, ok := b.classes[versionKey(f.Award.Class, f.Award.Version)]
	if !ok {
		return nil, issuer.Fail(issuer.Broken, "site-no-class", "class", f.Award.Class, "id", f.ID)
	}
	if f.Award.State == issuer.Pending {
		return nil, nil
	}
	return faceFiles(f, func(hasFile bool) ([]byte, error) {
		if only != nil && !only(issuer.FacePagePath(f.ID)) {
			return nil, nil
		}
		return b.pages.face(f, class, b.issuers[class.Issuer], hasFile)
	})
}

// faceFiles are the files of one face, the page last. page makes it.
func faceFiles(f Face, page func(hasFile bool) ([]byte, error)) ([]File, error) {
	erased := f.Bytes == nil // its file lies where it was published, until another takes its place
	over := erased || f.Award.State != issuer.Issued && f.Format.Hosted()
	forGood := erased || over && f.Award.State != issuer.Suspended
	files := make([]File, 0, 3)
	path := FacePath(f.Face)
	if path != "" {
		one := File{Path: path, Bytes: f.Bytes, Gone: forGood, Kept: f.Kept}
		if over && !f.Kept {
			one.Bytes = Tombstone(f.Face, f.Award.Reason)
		}
		files = append(files, one)
	}
	if forGood && path != "" {
		files = append(files, File{Path: path + issuer.GoneExt, Bytes: []byte(goneText), Kept: f.Kept})
	}
	last := File{Path: issuer.FacePagePath(f.ID), Inputs: f.Inputs, Kept: f.Kept}
	if !f.Kept {
		var err error
		if last.Bytes, err = page(path != "" && (f.Format.Hosted() || !erased)); err != nil {
			return nil, err
		}
	}
	files = append(files, last)
	for i := range files {
		if f.Kept {
			files[i].Bytes, files[i].Loose = nil, f.Loose
			if !over && files[i].Path == path {
				files[i].Frozen = f.Sum
			}
		}
	}
	return files, nil
}

func (b *builder) endorsements() error {
	all, err := b.src.Endorsements(b.ctx, b.base)
	if err != nil {
		return fmt.Errorf("read endorsements: %w", err)
	}
	for _, f := range all {
		if err := b.put(f); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) lists() error {
	all, err := b.src.Lists(b.ctx, b.base)
	if err != nil {
		return fmt.Errorf("read status lists: %w", err)
	}
	for _, list := range all {
		if err := b.put(File{Path: issuer.StatusPath(list.Name), Bytes: list.Bytes}); err != nil {
			return err
		}
	}
	return nil
}

// helpers puts the front page, the lists for machines, and the rules for web
// servers.
func (b *builder) helpers() error {
	if err := b.page("index.html", mark)(b.pages.index(b.order, b.issuers, b.newest)); err != nil {
		return err
	}
	if err := b.page(nowherePage, mark)(b.pages.nowhere(b.newest)); err != nil {
		return err
	}
	if err := b.page("sitemap.xml", mark)(sitemap(b.base, b.order, b.newest)); err != nil {
		return err
	}
	if err := b.page("feed.xml", mark)(feed(b.base, b.feedTitle(), b.issuers, b.newest)); err != nil {
		return err
	}
	for _, f := range []File{
		{Path: "robots.txt", Bytes: robots(b.base), Mark: mark},
		{Path: ".nojekyll", Bytes: []byte(mark + "\n"), Mark: mark},
		{Path: ".htaccess", Bytes: htaccess(), Mark: mark},
		{Path: "_headers", Bytes: headers(b.base), Mark: mark},
	} {
		if err := b.put(f); err != nil {
			return err
		}
	}
	return nil
}

// feedTitle says whose new badges the feed tells of: in a reader it stands among
// the feeds of others.
func (b *builder) feedTitle() string {
	say := b.pages.words(language(b.newest))
	var names []string
	for _, slug := range b.order {
		names = append(names, b.issuers[slug].Profile.Name)
	}
	if len(names) == 0 {
		return say("site.feed")
	}
	return say("site.feed.of", "issuers", strings.Join(names, ", "))
}

func (b *builder) documents(all []Document) error {
	for _, d := range all {
		if err := b.put(File{Path: d.Path, Bytes: issuer.Bytes(d.Doc)}); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) blob(path, hash string) error {
	data, err := b.src.Blob(b.ctx, hash)
	if err != nil {
		return fmt.Errorf("read picture of %s: %w", path, err)
	}
	return b.put(File{Path: path, Bytes: data})
}

func versionKey(slug string, version int) string { return slug + "/" + strconv.Itoa(version) }
