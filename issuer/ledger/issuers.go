package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"badgekiln/issuer"
)

// Meta reads a fact about the ledger itself; "" when it is not set.
func (t *Tx) Meta(name string) (string, error) {
	var value string
	err := t.row("SELECT value FROM meta WHERE name = ?", name).Scan(&value)
	if none(err) {
		return "", nil
	}
	return value, err
}

// SetMeta writes a fact about the ledger itself.
func (t *Tx) SetMeta(name, value string) error {
	return t.exec("INSERT INTO meta (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
}

// The facts of meta.
const (
	MetaID       = "id"       // the ledger's own random id; keys are bound to it
	MetaSample   = "sample"   // "1": the sample workshop, whose key is worthless
	MetaSeed     = "seed"     // of a reproducible sample
	MetaScrub    = "scrub"    // somebody was erased, and the file is still to be cleared of it
	MetaCopies   = "copies"   // how many copies are kept beside it
	MetaTongue   = "tongue"   // the language of pages whose badge names none, since the first publication
	MetaLinkedIn = "linkedin" // "off": award pages do not offer to add the award there
)

// ID is the ledger's own id, drawn at its first use.
func (t *Tx) ID() (string, error) {
	id, err := t.Meta(MetaID)
	if err != nil || id != "" {
		return id, err
	}
	if id, err = t.NewID(); err != nil {
		return "", err
	}
	if err := t.SetMeta(MetaID, id); err != nil {
		return "", err
	}
	return id, t.Record(LedgerMade, id, map[string]any{"schema": Schema})
}

// PutBlob stores bytes under their hash and gives the hash.
func (t *Tx) PutBlob(kind string, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	return hash, t.exec("INSERT INTO blobs (hash, type, bytes) VALUES (?,?,?) ON CONFLICT DO NOTHING", hash, kind, data)
}

// Blob reads bytes by their hash.
func (t *Tx) Blob(hash string) (kind string, data []byte, err error) {
	err = t.row("SELECT type, bytes FROM blobs WHERE hash = ?", hash).Scan(&kind, &data)
	return kind, data, err
}

// FindBlob is Blob for bytes that may have been erased.
func (t *Tx) FindBlob(hash string) (kind string, data []byte, found bool, err error) {
	kind, data, err = t.Blob(hash)
	if none(err) {
		return "", nil, false, nil
	}
	return kind, data, err == nil, err
}

const issuerColumns = `SELECT i.slug, i.name, i.url, i.email, i.description, i.base_url, i.timezone,
	coalesce(i.image, ''), coalesce(b.type, ''), i.more FROM issuers i LEFT JOIN blobs b ON b.hash = i.image `

func scanIssuer(scan func(...any) error) (p issuer.Profile, err error) {
	var more string
	if err = scan(&p.Slug, &p.Name, &p.URL, &p.Email, &p.Description, &p.BaseURL, &p.Timezone, &p.Image, &p.ImageType, &more); err != nil {
		return p, err
	}
	return p, readMore(more, &p.More)
}

// Issuers lists the issuers in the order they were made.
func (t *Tx) Issuers() ([]issuer.Profile, error) {
	var list []issuer.Profile
	err := t.each(issuerColumns+"ORDER BY i.rowid", nil, func(scan func(...any) error) error {
		p, err := scanIssuer(scan)
		list = append(list, p)
		return err
	})
	return list, err
}

// Issuer reads one issuer; code "issuer-unknown" when there is none.
func (t *Tx) Issuer(slug string) (issuer.Profile, error) {
	p, err := scanIssuer(t.row(issuerColumns+"WHERE i.slug = ?", slug).Scan)
	if none(err) {
		return p, issuer.Fail(issuer.Usage, "issuer-unknown", "issuer", slug)
	}
	return p, err
}

// SetIssuer writes a profile, new or changed.
func (t *Tx) SetIssuer(p issuer.Profile) error {
	more, err := issuer.EncodeMore(p.More)
	if err != nil {
		return fmt.Errorf("store issuer: %w", err)
	}
	if err := t.exec(`INSERT INTO issuers (slug, name, url, email, description, base_url, timezone, image, more, made)
		VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (slug) DO UPDATE SET name = excluded.name, url = excluded.url,
		email = excluded.email, description = excluded.description, base_url = excluded.base_url,
		timezone = excluded.timezone, image = excluded.image, more = excluded.more`,
		p.Slug, p.Name, p.URL, p.Email, p.Description, p.BaseURL, p.Timezone, orNull(p.Image), more, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(IssuerSet, p.Slug, profileBody(p))
}

func profileBody(p issuer.Profile) issuerBody {
	return issuerBody{
		Name: p.Name, URL: p.URL, Email: p.Email, Description: p.Description, BaseURL: p.BaseURL, Timezone: p.Timezone, Image: p.Image,
		More: moreText(p.More),
	}
}

// moreText is what events say of further members: nothing when there are none,
// as in the first release.
func moreText(m any) string {
	text, err := issuer.EncodeMore(m)
	if err != nil || text == "{}" {
		return ""
	}
	return text
}

// readMore reads further members as they were stored.
func readMore(text string, into any) error {
	if text == "" || text == "{}" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("read further members: %w", err)
	}
	return nil
}

// issuerBody is a profile as events tell it; the picture is a hash.
type issuerBody struct {
	Name        string `json:"name"`
	URL         string `json:"url"`
	Email       string `json:"email"`
	Description string `json:"description"`
	BaseURL     string `json:"base_url"`
	Timezone    string `json:"timezone"`
	Image       string `json:"image"`
	More        string `json:"more,omitempty"`
}

const identityColumns = "SELECT id, issuer, method, uri, base_url, valid_from, coalesce(valid_until, '') FROM identities "

func scanIdentity(scan func(...any) error) (id issuer.Identity, err error) {
	var from, until string
	if err = scan(&id.ID, &id.Issuer, &id.Method, &id.URI, &id.BaseURL, &from, &until); err != nil {
		return id, err
	}
	if id.From, err = parsed(from); err != nil {
		return id, err
	}
	id.Until, err = parsed(until)
	return id, err
}

// Identities lists who an issuer was and is, oldest first; "" lists all.
func (t *Tx) Identities(slug string) ([]issuer.Identity, error) {
	var list []issuer.Identity
	err := t.each(identityColumns+"WHERE ?1 = '' OR issuer = ?1 ORDER BY id", []any{slug}, func(scan func(...any) error) error {
		id, err := scanIdentity(scan)
		list = append(list, id)
		return err
	})
	return list, err
}

// Identity reads one identity by its number.
func (t *Tx) Identity(id int64) (issuer.Identity, error) {
	return scanIdentity(t.row(identityColumns+"WHERE id = ?", id).Scan)
}

// IdentityByURI finds an identity by what it is called outside.
func (t *Tx) IdentityByURI(uri string) (id issuer.Identity, found bool, err error) {
	id, err = scanIdentity(t.row(identityColumns+"WHERE uri = ?", uri).Scan)
	if none(err) {
		return id, false, nil
	}
	return id, err == nil, err
}

// BeginIdentity makes an identity the issuer's current one: a known one is
// taken up again, others are closed at the transaction's time.
func (t *Tx) BeginIdentity(id issuer.Identity) (issuer.Identity, error) {
	if err := t.exec("UPDATE identities SET valid_until = ? WHERE issuer = ? AND valid_until IS NULL AND uri <> ?",
		Stamp(t.now), id.Issuer, id.URI); err != nil {
		return id, err
	}
	if err := t.exec(`INSERT INTO identities (issuer, method, uri, base_url, valid_from) VALUES (?,?,?,?,?)
		ON CONFLICT (uri) DO UPDATE SET valid_until = NULL`,
		id.Issuer, string(id.Method), id.URI, id.BaseURL, Stamp(t.now)); err != nil {
		return id, err
	}
	if err := t.Record(IdentityBegan, id.Issuer, map[string]any{"method": id.Method, "uri": id.URI}); err != nil {
		return id, err
	}
	stored, _, err := t.IdentityByURI(id.URI)
	return stored, err
}

// CurrentIdentity is the identity an issuer signs under now.
func (t *Tx) CurrentIdentity(slug string) (id issuer.Identity, found bool, err error) {
	id, err = scanIdentity(t.row(identityColumns+"WHERE issuer = ? AND valid_until IS NULL ORDER BY id DESC LIMIT 1", slug).Scan)
	if none(err) {
		return id, false, nil
	}
	return id, err == nil, err
}

// BindKey says that an identity publishes a key.
func (t *Tx) BindKey(identity int64, key string) error {
	return t.exec("INSERT INTO identity_keys (identity, key) VALUES (?,?) ON CONFLICT DO NOTHING", identity, key)
}

const keyColumns = `SELECT k.id, k.issuer, k.algorithm, k.public, k.multibase, k.made, coalesce(k.retired, ''), k.reason, k.worthless FROM keys k `

func scanKey(scan func(...any) error) (k issuer.Key, err error) {
	var made, retired string
	if err = scan(&k.ID, &k.Issuer, &k.Algorithm, &k.Public, &k.Multibase, &made, &retired, &k.Reason, &k.Worthless); err != nil {
		return k, err
	}
	if k.Made, err = parsed(made); err != nil {
		return k, err
	}
	k.Retired, err = parsed(retired)
	return k, err
}

func (t *Tx) keys(where string, args ...any) ([]issuer.Key, error) {
	var list []issuer.Key
	err := t.each(keyColumns+where, args, func(scan func(...any) error) error {
		k, err := scanKey(scan)
		list = append(list, k)
		return err
	})
	return list, err
}

// Keys lists an issuer's keys, oldest first; "" lists all.
func (t *Tx) Keys(slug string) ([]issuer.Key, error) {
	return t.keys("WHERE ?1 = '' OR k.issuer = ?1 ORDER BY k.rowid", slug)
}

// KeysOf lists the keys an identity publishes, oldest first.
func (t *Tx) KeysOf(identity int64) ([]issuer.Key, error) {
	return t.keys("JOIN identity_keys x ON x.key = k.id WHERE x.identity = ? ORDER BY k.rowid", identity)
}

// Key reads one key; code "key-unknown" when there is none.
func (t *Tx) Key(id string) (issuer.Key, error) {
	k, err := scanKey(t.row(keyColumns+"WHERE k.id = ?", id).Scan)
	if none(err) {
		return k, issuer.Fail(issuer.Usage, "key-unknown", "key", id)
	}
	return k, err
}

// AddKey records the public half of a key whose sealed file is on disk.
func (t *Tx) AddKey(k issuer.Key) error {
	if err := t.exec("INSERT INTO keys (id, issuer, algorithm, public, multibase, made, worthless) VALUES (?,?,?,?,?,?,?)",
		k.ID, k.Issuer, k.Algorithm, k.Public, k.Multibase, Stamp(k.Made), k.Worthless); err != nil {
		return err
	}
	return t.Record(KeyMade, k.ID, map[string]any{"issuer": k.Issuer, "algorithm": k.Algorithm, "public": k.Multibase})
}

// RetireKey says that a key signs no more, and why.
func (t *Tx) RetireKey(id, reason string, at time.Time) error {
	if err := t.exec("UPDATE keys SET retired = ?, reason = ? WHERE id = ?", Stamp(at), reason, id); err != nil {
		return err
	}
	return t.Record(KeyRetired, id, map[string]any{"reason": reason, "at": Stamp(at)})
}
