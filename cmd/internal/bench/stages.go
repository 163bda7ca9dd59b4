package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/store"
	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/ledger"
	"badgekiln/issuer/ob2"
	"badgekiln/issuer/ob3"
)

// The stages of a whole award, as its steps mark them. The last one is
// everything after the last signature: reading the ledger again, pictures,
// baking, the archive.
const (
	stageRead = iota
	stagePlan
	stageSign
	stageCommit
	stageFiles
	stages
)

// stagesOf awards once, everybody with an own picture into one archive, and
// says what each stage costs the processor beside the cheapest thing that moves
// or makes as much.
func stagesOf(ctx context.Context, n string) (err error) {
	count, err := strconv.Atoi(n)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	child := exec.CommandContext(ctx, os.Args[0], "award", n, intoPersonal, dir) // #nosec G204 G702 -- this very program
	child.Stderr = os.Stderr
	text, err := child.Output()
	if err != nil {
		return err
	}
	var took spent
	if err := json.Unmarshal(text, &took); err != nil {
		return fmt.Errorf("read child: %w", err)
	}
	var f floors
	if err := f.measure(ctx, dir, people(count), count); err != nil {
		return err
	}
	fmt.Printf("%s people, own pictures of 600 px, 2.0 and 3.0, into one archive: the processor's time for each award, µs\n", n)
	fmt.Printf("%-38s %8s %8s  %s\n", "stage", "here", "floor", "the floor is")
	per := func(seconds float64) float64 { return seconds / float64(count) * 1e6 }
	row := func(name string, here, floor float64, what string) {
		fmt.Printf("%-38s %8.1f %8.1f  %s\n", name, here, floor, what)
	}
	row("read and check the list", per(took.Stages[stageRead]), f.read, "SHA-256 of the file")
	row("plan, write it as pending", per(took.Stages[stagePlan]), f.rows/2, "half of SQLite copying the same rows and indexes in one go")
	row("build and sign 2.0 and 3.0", per(took.Stages[stageSign]), f.sign, "one Ed25519 of many, SHA-256 of both")
	row("commit, chain, groups", per(took.Stages[stageCommit]), f.rows/2, "the other half")
	row("read back, pictures, bake, archive", per(took.Stages[stageFiles]), f.picture+f.bake+f.write, "the three below")
	row("  one picture of them", f.picture, f.copy, "copying it, its check sum")
	row("  one bake", f.bake, f.copy, "the same")
	row("  writing", f.write, f.write, "dd of as many bytes")
	whole := per(took.CPU)
	row("all", whole, f.read+f.rows+f.sign+f.picture+f.bake+f.write, "")
	fmt.Printf("without writing the archive: %.3f ms for each award; peak %d MB\n", (whole-f.write)/1000, took.Peak)
	fmt.Println(groupsTook(took.Groups))
	return nil
}

// groupsTook tells of the time that passed from one commit to the next, which is
// what a kill can lose.
func groupsTook(seconds []float64) string {
	if len(seconds) == 0 {
		return "no groups"
	}
	slices.Sort(seconds)
	at := func(share int) float64 { return seconds[(len(seconds)-1)*share/100] * 1000 }
	return fmt.Sprintf("%d groups, each signed and committed in: median %.0f, 95 of 100 %.0f, longest %.0f ms of the clock\n", len(seconds), at(50), at(95), at(100))
}

// floors are the cheapest ways to do as much, µs for each award.
type floors struct{ read, rows, sign, picture, bake, copy, write float64 }

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func (f *floors) measure(ctx context.Context, dir string, list []byte, count int) error {
	sum := byte(0) // so that nothing is left out as unused
	hash, err := least(3, func() error { s := sha256.Sum256(list); sum += s[0]; return nil })
	if err != nil {
		return err
	}
	f.read = micro(hash) / float64(count)
	if err := f.signing(); err != nil {
		return err
	}
	if err := f.pictures(ctx); err != nil {
		return err
	}
	l, err := ledger.OpenRead(ctx, filepath.Join(dir, "s", "workshop.db"), ledger.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return err
	}
	begin := now()
	if err := errors.Join(l.CopyTo(ctx, filepath.Join(dir, "copy.db")), l.Close()); err != nil {
		return err
	}
	f.rows = micro(now()-begin) / float64(count)
	info, err := os.Stat(filepath.Join(dir, "out.zip"))
	if err != nil {
		return err
	}
	dd := exec.CommandContext(ctx, "dd", "if=/dev/zero", "of="+filepath.Join(dir, "dd.out"), "bs=1048576", "count="+strconv.FormatInt(info.Size()>>20, 10), "conv=fsync") // #nosec G204 -- a number and our own folder
	if err := dd.Run(); err != nil {
		return fmt.Errorf("dd: %w", err)
	}
	f.write = micro(dd.ProcessState.UserTime()+dd.ProcessState.SystemTime()) / float64(count)
	return nil
}

func (f *floors) signing() error {
	signer, done, err := edwards()
	if err != nil {
		return err
	}
	defer done()
	messages := make([][]byte, groupOf)
	for i := range messages {
		messages[i] = make([]byte, 64)
		messages[i][0] = byte(i)
	}
	one, err := per(func() error { _, err := signer.SignAll(messages); return err })
	if err != nil {
		return err
	}
	both := append(issuer.Bytes(ob2.Assertion(claim(1))), issuer.Bytes(ob3.Credential(claim(1)))...)
	sum := byte(0)
	hash, err := per(func() error { s := sha256.Sum256(both); sum += s[0]; return nil })
	f.sign = micro(one)/groupOf + micro(hash)
	return err
}

func (f *floors) pictures(ctx context.Context) error {
	catalogue, err := drawing.Templates()
	if err != nil {
		return err
	}
	doc, err := catalogue.Open("seal-scalloped")
	if err == nil {
		doc, err = personal(doc, byName)
	}
	if err != nil {
		return err
	}
	plan, err := drawing.PersonalPictures(ctx, store.File{Doc: doc}, drawing.ClassSide, nil)
	if err != nil {
		return err
	}
	var picture []byte
	n := 0
	one, err := per(func() (err error) {
		n++
		picture, _, err = plan.Encode(ctx, picture[:0], map[string]string{"name": "Person " + strconv.Itoa(n)})
		return err
	})
	if err != nil {
		return err
	}
	f.picture = micro(one)
	loads := []bake.Payload{
		{Generation: bake.OB2, Text: issuer.Bytes(ob2.Assertion(claim(1)))},
		{Generation: bake.OB3, Text: issuer.Bytes(ob3.Credential(claim(1)))},
	}
	var baked []byte
	if one, err = per(func() error {
		parsed, err := bake.Parse(picture)
		if err == nil {
			baked, err = parsed.Append(baked[:0], loads...)
		}
		return err
	}); err != nil {
		return err
	}
	f.bake = micro(one)
	sum, room := uint32(0), make([]byte, len(baked))
	one, err = per(func() error { copy(room, baked); sum += crc32.ChecksumIEEE(room); return nil })
	f.copy = micro(one)
	return err
}
