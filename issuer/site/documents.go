package site

import (
	"slices"

	"badgekiln/issuer"
	"badgekiln/issuer/controller"
	"badgekiln/issuer/ob1"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
)

// Document is a file of a site that is made of what is known, and not stored.
type Document struct {
	Path string
	Doc  issuer.Obj
}

// IssuerDocuments are what is published about one issuer: profiles for readers
// of each standard, keys, and the list of its signed 2.0 badges that do not
// hold.
func IssuerDocuments(one Issuer, gone []ob2.Gone) []Document {
	slug := one.Profile.Slug
	all := []Document{
		{issuer.ProfilePath(slug), ob2.Profile(one.Profile, one.Identity, one.Keys)},
		{issuer.OldProfilePath(slug), ob1.Issuer(one.Profile, one.Identity)},
		{issuer.RevokedPath(slug), ob2.RevocationList(one.Identity, gone)},
	}
	if one.DID != nil {
		all = append(all, Document{issuer.DIDPath(slug), controller.DID(*one.DID, one.Keys)})
	}
	for _, key := range one.Keys {
		if jwk := controller.JWK(one.Identity, key); jwk != nil {
			all = append(
				all,
				Document{issuer.JWKPath(slug, key.ID), jwk},
				Document{issuer.KeyPath(slug, key.ID), ob2.Key(one.Identity, key)},
			)
		}
	}
	return all
}

// ClassDocuments are what is published about one version of a badge class.
func ClassDocuments(class issuer.BadgeClass, by Issuer) []Document {
	at := func(file string) string { return issuer.ClassPath(class.Slug, class.Version, file) }
	all := []Document{
		{at("badge.json"), ob2.BadgeClass(class, by.Identity)},
		{at("achievement.json"), ob3.Achievement(class, by.Profile, by.Identity)},
		{at(issuer.OldClassFile), ob1.BadgeClass(class, by.Identity)},
	}
	for _, t := range class.More.Translations {
		all = append(
			all,
			Document{at(ob2.TranslationFile(t)), ob2.Translation(class, t, by.Identity)},
			Document{at(ob3.TranslationFile(t)), ob3.Translation(class, t, by.Profile, by.Identity)},
		)
	}
	return all
}

// Both joins two identities of one issuer under one base URL: the one in use
// counts, and the keys of both are published.
func Both(known, other Issuer) Issuer {
	joined := other
	if known.Identity.Until.IsZero() && !other.Identity.Until.IsZero() {
		joined = known
	}
	joined.Keys = append([]issuer.Key(nil), known.Keys...)
	for _, key := range other.Keys {
		if !slices.ContainsFunc(known.Keys, func(k issuer.Key) bool { return k.ID == key.ID }) {
			joined.Keys = append(joined.Keys, key)
		}
	}
	for _, one := range []Issuer{known, other} {
		if one.Identity.Method == issuer.DIDWeb {
			who := one.Identity
			joined.DID = &who
		}
	}
	return joined
}

// FacePath is where a face lies. A signed 2.0 badge lies nowhere: its holder
// has it.
func FacePath(f issuer.Face) string {
	switch f.Format {
	case issuer.OB2Signed:
		return ""
	case issuer.OB3JWT:
		return issuer.TokenPath(f.ID)
	}
	return issuer.FacePath(f.ID)
}

// Tombstone is what a hosted face gives way to when its award does not stand, and
// what takes the place of any face of a person who was erased. 3.0 has no word for it
// but in its status list, so 2.0's is used.
func Tombstone(f issuer.Face, reason string) []byte {
	if f.Format.Token() {
		return []byte(goneText)
	}
	if f.Format == issuer.OB11 {
		return issuer.Bytes(ob1.Revoked(f.Address(), reason))
	}
	return issuer.Bytes(ob2.Revoked(f.Address(), reason))
}
