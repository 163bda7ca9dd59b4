// Command bench measures what awarding costs: signing, baking, committing and
// whole awards with a fixed picture, as rates, as peak memory, and as ratios
// against another way of doing the same in the same run.
//
// It knows the engine and the cores' public doors. It asserts nothing: a
// figure is read by people, not by a test.
package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ob3"
	"badgekiln/issuer/proof"
)

func main() {
	engine.Runs() // as kiln does
	err := run(context.Background(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run measures everything, or one part: "sign" what signing and baking cost,
// "rosters" reading lists, "search" looking for a name, "million" the window on so many awards, "planned N" the window with a list of N people, "stages N" what each stage of awarding costs, "awards [N]" whole awards,
// those of N people only, "publish [N]" their site beside rclone, "publish N alone" without, "publish N counted" to a place that only counts, "publish N store" to an object store beside its own program, "mail" mails to a server with a latency. As a child it makes one ("award N OUT DIR").
func run(ctx context.Context, args []string) error {
	if len(args) == 1 && args[0] == "window" {
		return window(ctx)
	}
	if len(args) == 1 && args[0] == "million" {
		return million(ctx)
	}
	if len(args) == 2 && args[0] == "planned" {
		return planned(ctx, args[1])
	}
	if len(args) == 1 && args[0] == "sign" {
		return errors.Join(signing(ctx), tokens(ctx), baking())
	}
	if len(args) == 1 && args[0] == "pictures" {
		return pictures(ctx)
	}
	if len(args) == 1 && args[0] == "wholes" {
		return wholes(ctx)
	}
	if len(args) == 1 && args[0] == "rosters" {
		return rosters(ctx)
	}
	if len(args) == 1 && args[0] == "search" {
		return searches(ctx)
	}
	if len(args) == 3 && args[0] == "search-child" {
		return huntOnce(ctx, args[1], args[2])
	}
	if len(args) == 2 && args[0] == "search-writer" {
		return writeOn(ctx, args[1])
	}
	if len(args) >= 1 && len(args) <= 3 && args[0] == "publish" {
		return publishing(ctx, append(args[1:], "100000")[0], append(args[1:], "", "")[1])
	}
	if len(args) == 4 && args[0] == "publish-child" {
		return publishStep(ctx, args[1], args[2], args[3])
	}
	if len(args) == 1 && args[0] == "mail" {
		return mailing(ctx)
	}
	if len(args) == 2 && args[0] == "read" {
		return readStream(args[1])
	}
	if len(args) == 2 && args[0] == "stages" {
		return stagesOf(ctx, args[1])
	}
	if len(args) >= 1 && args[0] == "awards" {
		return awards(ctx, args[1:])
	}
	if len(args) == 4 && args[0] == "award" {
		return awardAll(ctx, args[1], args[2], args[3])
	}
	fmt.Printf("%s/%s, %d cores, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	return errors.Join(signing(ctx), tokens(ctx), baking(), pictures(ctx), wholes(ctx), rosters(ctx), searches(ctx), awards(ctx, nil), publishing(ctx, "100000", ""), publishing(ctx, "10000", "store"), window(ctx))
}

// per runs a step again and again for about a second and gives the processor's
// time for one, so that other work on the machine does not count.
func per(step func() error) (time.Duration, error) {
	for n := 1; ; n *= 2 {
		begin := worked()
		for range n {
			if err := step(); err != nil {
				return 0, err
			}
		}
		if took := worked() - begin; took > time.Second || n > 1<<22 {
			return took / time.Duration(n), nil
		}
	}
}

func line(name string, one, peer time.Duration, peerName string) {
	rate := float64(time.Second) / float64(one)
	fmt.Printf("%-34s %12s %12.0f/s", name, one.Round(10*time.Nanosecond), rate)
	if peer > 0 {
		fmt.Printf("   %7.1f × faster than %s", float64(peer)/float64(one), peerName)
	}
	fmt.Println()
}

// claim is a credential as a hosted award has it.
func claim(n int) issuer.Claim {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	who := issuer.Identity{Issuer: "club", Method: issuer.HTTPS, URI: "https://club.example/i/club/profile.json", BaseURL: "https://club.example/"}
	public := make(ed25519.PublicKey, ed25519.PublicKeySize)
	return issuer.Claim{
		Face: issuer.Face{
			ID: fmt.Sprintf("00000000-0000-4000-8000-%012d", n), Format: issuer.OB3, Identity: who, Created: at,
			Status: &issuer.StatusRef{List: "0123456789abcdef", Index: n % 131072},
		},
		Award: issuer.Award{
			Email: fmt.Sprintf("person%d@example.org", n), Salt: fmt.Sprintf("%032x", n), IssuedOn: at, Evidence: []string{fmt.Sprintf("https://example.org/%d", n)},
		},
		Class: issuer.BadgeClass{
			Slug: "maker", Version: 1, Name: "Maker", Description: "Made something.", Criteria: issuer.Criteria{Narrative: "Make it."}, Image: "x", Tags: []string{"make", "clay"},
		},
		Profile: issuer.Profile{Slug: "club", Name: "Club", URL: "https://club.example/", Email: "club@club.example"},
		Key:     issuer.Key{ID: "k", Public: public, Multibase: jws.Multibase(public)},
	}
}

// signing compares a group as an award signs it with the full algorithm and
// with npm's library, when the conformance tests have installed it.
func signing(ctx context.Context) error {
	contexts, err := ob3.LoadContexts()
	if err != nil {
		return err
	}
	template, err := proof.Compile(issuer.Take(ob3.Credential(claim(0))).Shape, contexts)
	if err != nil {
		return err
	}
	signer, done, err := edwards()
	if err != nil {
		return err
	}
	defer done()
	config := [32]byte{1}
	n := 0
	group, err := per(func() error { n++; return signGroup(n, template, signer, config) })
	if err != nil {
		return err
	}
	full, err := per(func() error {
		n++
		hash, err := proof.HashDocument(issuer.Bytes(ob3.Credential(claim(n))), contexts)
		if err == nil {
			_, err = proof.SignValue(signer, config, hash)
		}
		return err
	})
	if err != nil {
		return err
	}
	alone, err := per(func() error { _, err := signer.Sign(config[:]); return err })
	if err != nil {
		return err
	}
	messages := make([][]byte, groupOf)
	for i := range messages {
		messages[i] = proof.Message(config, [32]byte{byte(i)})
	}
	together, err := per(func() error { _, err := signer.SignAll(messages); return err })
	if err != nil {
		return err
	}
	quick := group / groupOf
	fmt.Println("One 3.0 credential, one core")
	line("build, hash by template, sign", quick, full, "the full algorithm")
	line("Ed25519 alone, one by one", alone, 0, "")
	line("Ed25519 alone, many at once", together/groupOf, alone, "one by one")
	if peer := npmIssue(ctx); peer > 0 {
		line("the full algorithm", full, peer, "npm @digitalbazaar/vc")
		line("build, hash by template, sign", quick, peer, "npm @digitalbazaar/vc")
	}
	fmt.Println()
	return nil
}

// groupOf is how many credentials one core of two signs of a group of 500.
const groupOf = 250

// edwards gives a key as the store makes them.
func edwards() (signer *keys.Signer, done func(), err error) {
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { _ = os.RemoveAll(dir) }
	store := keys.Beside(filepath.Join(dir, "l.db"), "bench", keys.Secrets{Dir: dir})
	k, err := store.New(rand.Reader, issuer.Ed25519, "club", time.Now())
	if err == nil {
		signer, err = store.Open(k.ID)
	}
	if err != nil {
		done()
	}
	return signer, done, err
}

// signGroup builds, hashes, signs and finishes groupOf credentials.
func signGroup(round int, template *proof.Template, signer *keys.Signer, config [32]byte) error {
	parts := ob3.PartsOf(claim(0))
	messages, whole := make([][]byte, groupOf), make([]issuer.Document, groupOf)
	var room, shape []byte // documents of one shape share it, as in an award
	for i := range groupOf {
		whole[i] = issuer.TakeInto(room, parts.Signed(claim(round*groupOf+i)))
		if room = whole[i].Shape; !bytes.Equal(room, shape) {
			shape = bytes.Clone(room)
		}
		whole[i].Shape = shape
		hash, err := template.Hash(whole[i].Values[:len(whole[i].Values)-1]) // the last is the time of the proof
		if err != nil {
			return err
		}
		messages[i] = proof.Message(config, hash)
	}
	signatures, err := signer.SignAll(messages)
	if err != nil {
		return err
	}
	for i, signature := range signatures {
		value, err := proof.Value(signature)
		if err != nil {
			return err
		}
		_, _ = issuer.Splice(whole[i].Shape, issuer.EncodeValues(whole[i].Values), value)
	}
	return nil
}

// npmIssue asks the library of the conformance tests what the same credential
// costs it; 0 when it is not installed.
func npmIssue(ctx context.Context) time.Duration {
	peer := exec.CommandContext(ctx, "node", ".ci/conformance/bench-issue.mjs")
	peer.Stdin = bytes.NewReader(issuer.Bytes(ob3.Credential(claim(0))))
	out, err := peer.Output()
	if err != nil {
		return 0
	}
	us, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		return 0
	}
	return time.Duration(us * float64(time.Microsecond))
}

// baking compares the splice with decoding and encoding the picture again.
func baking() error {
	catalogue, err := drawing.Templates()
	if err != nil {
		return err
	}
	doc, err := catalogue.Open("seal-scalloped")
	if err != nil {
		return err
	}
	data, err := drawing.RenderDesign(context.Background(), store.File{Doc: doc}, drawing.PNG, drawing.ClassSide, nil)
	if err != nil {
		return err
	}
	text := issuer.Bytes(ob3.Credential(claim(1)))
	sum := uint32(0) // so that it is not left out as unused
	parsed, err := bake.Parse(data)
	if err != nil {
		return err
	}
	splice, err := per(func() error { _, err := parsed.Bake(bake.Payload{Generation: bake.OB3, Text: text}); return err })
	if err != nil {
		return err
	}
	again, err := per(func() error {
		art, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return err
		}
		var out bytes.Buffer
		return png.Encode(&out, art)
	})
	fmt.Printf("Baking into a picture of %d KB\n", len(data)>>10)
	line("splice", splice, again, "decoding and encoding it")
	if err != nil {
		return err
	}
	floor, err := per(func() error {
		out := make([]byte, len(data)+len(text)+64)
		copy(out[copy(out, data):], text)
		sum += crc32.ChecksumIEEE(text)
		return nil
	})
	fmt.Printf("%-34s %12s   the splice takes %.2f times as long\n", "copying both, check sum of the text", floor.Round(10*time.Nanosecond), float64(splice)/float64(floor))
	fmt.Println()
	return err
}
