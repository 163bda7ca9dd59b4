package site

import (
	"context"
	"crypto/sha256"
	"iter"

	"badgekiln/issuer"
	"badgekiln/issuer/ob2"
)

// Source is what a site is made of, read from one state of the ledger.
type Source interface {
	// Issuers lists who issues or once issued under a base URL, one for each
	// identity there.
	Issuers(ctx context.Context, base string) ([]Issuer, error)
	// Classes lists all versions of these issuers' badge classes, the versions
	// of one class in order and side by side.
	Classes(ctx context.Context, base string) ([]issuer.BadgeClass, error)
	// Blob reads a picture by its hash.
	Blob(ctx context.Context, hash string) ([]byte, error)
	// Faces yields every signed face whose identity has the base URL, always
	// in the same order.
	Faces(ctx context.Context, base string) iter.Seq2[Face, error]
	// Gone lists the signed 2.0 badges under the base URL that do not hold, by
	// the slug of their issuer.
	Gone(ctx context.Context, base string) (map[string][]ob2.Gone, error)
	// Lists gives the signed status lists published under the base URL.
	Lists(ctx context.Context, base string) ([]List, error)
	// Endorsements gives what issuers under the base URL said in favour of
	// something, as it was frozen.
	Endorsements(ctx context.Context, base string) ([]File, error)
}

// Issuer is one identity with web space, with the profile and all keys
// published for it.
type Issuer struct {
	Profile  issuer.Profile
	Identity issuer.Identity
	Keys     []issuer.Key
	DID      *issuer.Identity // the did:web it also is or was; nil without
	// NoLinkedIn says that pages do not offer to add an award to LinkedIn.
	NoLinkedIn bool
}

// Face is a credential as it was frozen, with the award it stands for. Bytes
// is nil for a person who was erased; a tombstone takes the place of such a face.
type Face struct {
	issuer.Face
	Award issuer.Award
	Bytes []byte
	// Inputs says what the page of the face is made of, as a hash; zero where
	// nobody asked. Kept says that its files are as they were made before, so
	// that nobody has to make them: then only what Paths needs is filled in.
	Inputs [sha256.Size]byte
	Kept   bool
	// Loose says of a kept one that its files are not made although they may come
	// out otherwise: for who only wants to know how many there are.
	Loose bool
	// Sum is the SHA-256 of the bytes of a loose one.
	Sum [sha256.Size]byte
}

// Remembering is a Source that knows which faces' files would come out as they
// lie somewhere already.
type Remembering interface {
	Source
	// FacesSince yields what Faces does, with Inputs, and Kept where nothing
	// changed. edition stands for all else that a page depends on.
	FacesSince(ctx context.Context, base string, edition Edition) iter.Seq2[Face, error]
}

// Edition is a hash of everything that the pages of a class's awards in a
// language have in common: class, issuer, sentences, and the way pages are made.
// The language is that of the award, "" for the class's own.
type Edition func(class string, version int, language string) ([sha256.Size]byte, error)

// List is a status list as it was signed.
type List struct {
	Name  string
	Bytes []byte
}

// File is one file of a site. Path is relative to the base URL, with slashes.
type File struct {
	Path  string
	Bytes []byte
	// Mark is a text found in every file of ours at this path. A file without
	// it belongs to somebody else and stays. Empty where the path alone says
	// that the file is ours.
	Mark string
	// Gone says that the file is a tombstone: a host that can may answer 410.
	Gone bool
	// Inputs is what the file was made of, as a hash; zero for one that is made
	// anew each time. Kept says that it is as it was: Bytes is nil.
	Inputs [sha256.Size]byte
	Kept   bool
	// Loose says of a kept one that nobody knows whether it is as it was. Frozen is
	// the SHA-256 of its bytes where that is known all the same, zero otherwise. From
	// is what a loose one is to be made of by Later.
	Loose        bool
	Frozen, From [sha256.Size]byte
}

// Words gives a sentence of the pages by its key; pairs are alternating names
// and values.
type Words func(key string, pairs ...string) string

// Languages gives the sentences of a language (BCP 47), or those the site speaks
// otherwise: for "" and for a language there are none in.
type Languages func(language string) Words

// mark is in the files that could collide with those of another program.
const mark = "Badgekiln"
