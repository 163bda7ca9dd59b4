package settings

// kept is what lives on when the window is rebuilt: where one was, and what is
// typed.
type kept struct {
	current, issuer string
	making          bool
	form            issuerPage
	zone            zonePage
	web             webPage
	backup          backupPage
}

// Keep hands over what is typed.
func (r *Room) Keep() any {
	k := kept{current: r.current, issuer: r.issuer, making: r.making}
	k.form = *r.pages[sectionIssuer].(*issuerPage)   //nolint:forcetypeassert // made so in New
	k.zone = *r.pages[sectionZone].(*zonePage)       //nolint:forcetypeassert // made so in New
	k.web = *r.pages[sectionWeb].(*webPage)          //nolint:forcetypeassert // made so in New
	k.backup = *r.pages[sectionBackup].(*backupPage) //nolint:forcetypeassert // made so in New
	return k
}

// Resume takes over what was typed.
func (r *Room) Resume(from any) {
	k, ok := from.(kept)
	if !ok {
		return
	}
	r.current, r.issuer, r.making = k.current, k.issuer, k.making
	form := newIssuerPage(r)
	form.of, form.saved, form.form = k.form.of, k.form.saved, k.form.form.clone()
	r.pages[sectionIssuer] = form
	r.pages[sectionZone] = &zonePage{room: r, of: k.zone.of, saved: k.zone.saved, chosen: k.zone.chosen, typed: k.zone.typed}
	r.pages[sectionWeb] = &webPage{room: r, of: k.web.of, saved: k.web.saved, typed: k.web.typed, email: k.web.email, was: k.web.was, method: k.web.method}
	b := newBackupPage(r)
	b.path, b.seal, b.secret, b.again, b.from, b.to, b.way = k.backup.path, k.backup.seal, k.backup.secret, k.backup.again, k.backup.from, k.backup.to, k.backup.way
	r.pages[sectionBackup] = b
	r.show()
}
