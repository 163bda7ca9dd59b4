package ledger

import (
	"time"

	"badgekiln/issuer"
)

// Target is a place that a site is published to. Its secret is not here.
type Target struct {
	Name       string
	BaseURL    string // under which the world finds what lies there
	Kind       string
	URL        string
	KeyFile    string // of SFTP
	KnownHosts string // of SFTP
	Made       time.Time
	Files      int // how many were published
}

// The events of targets.
const (
	TargetAdded   = "target.added"
	TargetChanged = "target.changed"
	TargetRemoved = "target.removed"
	SitePublished = "site.published"
)

// Targets lists the places, in the order of their names.
func (t *Tx) Targets() ([]Target, error) {
	list := []Target{}
	err := t.each(`SELECT name, base_url, kind, url, key_file, known_hosts, made,
		(SELECT count(*) FROM published p WHERE p.target = targets.name) FROM targets ORDER BY name`, nil, func(scan func(...any) error) error {
		var one Target
		var made string
		if err := scan(&one.Name, &one.BaseURL, &one.Kind, &one.URL, &one.KeyFile, &one.KnownHosts, &made, &one.Files); err != nil {
			return err
		}
		var err error
		one.Made, err = parsed(made)
		list = append(list, one)
		return err
	})
	return list, err
}

// Target finds a place by its name. Code "target-unknown".
func (t *Tx) Target(name string) (Target, error) {
	all, err := t.Targets()
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	if err == nil {
		err = issuer.Fail(issuer.Usage, "target-unknown", "target", name)
	}
	return Target{}, err
}

// AddTarget writes a place down. Code "target-taken" when the name is used.
func (t *Tx) AddTarget(one Target) error {
	var n int
	if err := t.row("SELECT count(*) FROM targets WHERE name = ?", one.Name).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return issuer.Fail(issuer.Usage, "target-taken", "target", one.Name)
	}
	if err := t.exec("INSERT INTO targets (name, base_url, kind, url, key_file, known_hosts, made) VALUES (?,?,?,?,?,?,?)",
		one.Name, one.BaseURL, one.Kind, one.URL, one.KeyFile, one.KnownHosts, Stamp(t.now)); err != nil {
		return err
	}
	_, err := t.record(t.now, TargetAdded, one.Name, nil, map[string]string{"url": one.URL, "base_url": one.BaseURL})
	return err
}

// SetEntrance changes by which key a place is opened, and by which file its server is
// known. A password is not here, but that it was changed belongs into the log.
func (t *Tx) SetEntrance(name, keyFile, knownHosts string) error {
	if _, err := t.Target(name); err != nil {
		return err
	}
	if err := t.exec("UPDATE targets SET key_file = ?, known_hosts = ? WHERE name = ?", keyFile, knownHosts, name); err != nil {
		return err
	}
	_, err := t.record(t.now, TargetChanged, name, nil, map[string]string{})
	return err
}

// RemoveTarget forgets a place. What lies there stays there.
func (t *Tx) RemoveTarget(name string) error {
	if _, err := t.Target(name); err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM published WHERE target = ?", "DELETE FROM targets WHERE name = ?"} {
		if err := t.exec(statement, name); err != nil {
			return err
		}
	}
	_, err := t.record(t.now, TargetRemoved, name, nil, map[string]string{})
	return err
}

// SeenOn is the mark left on a target the last time; "" for never.
func (t *Tx) SeenOn(target string) (mark string, err error) {
	err = t.row("SELECT seen FROM targets WHERE name = ?", target).Scan(&mark)
	return mark, err
}

// SetSeenOn keeps the mark left on a target.
func (t *Tx) SetSeenOn(target, mark string) error {
	return t.exec("UPDATE targets SET seen = ? WHERE name = ?", mark, target)
}

// RecordPublished writes into the log that a site was published.
func (t *Tx) RecordPublished(target string, files int) error {
	_, err := t.record(t.now, SitePublished, target, nil, map[string]int{"files": files})
	return err
}
