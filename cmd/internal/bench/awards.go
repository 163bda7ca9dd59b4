package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"badgekiln/assets"
	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/store"
	"badgekiln/issuer/award"
	"badgekiln/issuer/roster"
)

// The kinds of whole awards; all sign 2.0 and 3.0.
const (
	intoLedger   = "ledger"   // credentials only, no files
	intoZip      = "zip"      // one picture for all, baked
	intoFolder   = "folder"   // the same, file by file
	intoPersonal = "personal" // everybody's own picture of 600 px, baked, into a zip
)

// hours is how many people take too long to be awarded whenever everything is
// measured: they have to be asked for.
const hours = "1000000"

// awards runs whole awards, each in a process of its own for its peak memory,
// and has dd write as many bytes to the same disk right afterwards.
func awards(ctx context.Context, only []string) error {
	fmt.Println("Whole awards: read the list, plan, sign 2.0 and 3.0, commit, write. CPU is of all cores together.")
	fmt.Printf("%-34s %9s %11s %11s %12s %10s %21s\n", "", "wall", "awards/s", "CPU/award", "committed/s", "peak", "dd conv=fsync of it")
	for _, c := range []struct{ n, out string }{
		{"1000", intoLedger},
		{"1000", intoFolder},
		{"20000", intoLedger},
		{"20000", intoZip},
		{"20000", intoFolder},
		{"20000", intoPersonal},
		{"100000", intoPersonal},
		{hours, intoLedger},
	} {
		if len(only) > 0 && !slices.Contains(only, c.n) || len(only) == 0 && c.n == hours {
			continue
		}
		if err := awardOnce(ctx, c.n, c.out); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

func awardOnce(ctx context.Context, n, out string) (err error) {
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cmd := exec.CommandContext(ctx, os.Args[0], "award", n, out, dir) // #nosec G204 G702 -- this very program
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return err
	}
	var took spent
	if err := json.Unmarshal(text, &took); err != nil {
		return fmt.Errorf("read child: %w", err)
	}
	if took.Peak == 0 {
		took.Peak = peakMB(cmd.ProcessState)
	}
	count, err := strconv.ParseFloat(n, 64)
	if err != nil {
		return err
	}
	floor, size, err := plainly(ctx, dir)
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %8.2fs %9.0f/s %8.3f ms %10.0f/s %7d MB %5d MB %6.2fs %5.1f×\n", n+" people, "+kindName(out),
		took.Whole, count/took.Whole, took.CPU/count*1000, count/took.Commit, took.Peak, size>>20, floor, took.Whole/floor)
	return nil
}

func kindName(out string) string {
	return map[string]string{
		intoLedger: "ledger only", intoZip: "zip", intoFolder: "folder", intoPersonal: "own pictures, zip",
	}[out]
}

// plainly has dd write as many bytes as an award left in its folder, and says
// how many seconds that takes until they lie on the disk.
func plainly(ctx context.Context, dir string) (seconds float64, size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	blocks := max(1, size>>20)
	dd := exec.CommandContext(ctx, "dd", "if=/dev/zero", "of="+filepath.Join(dir, "dd.out"), "bs=1048576", "count="+strconv.FormatInt(blocks, 10), "conv=fsync") // #nosec G204 -- a number and our own folder
	begin := time.Now()
	if err := dd.Run(); err != nil {
		return 0, size, fmt.Errorf("dd: %w", err)
	}
	return time.Since(begin).Seconds(), size, nil
}

// spent is what a child took: seconds of all of it, of committing alone and of
// the processor, and MB of memory at most, 0 when it cannot tell.
type spent struct {
	Whole, Commit, CPU float64
	Peak               int64
	Stages             [stages]float64 // of the processor, in their order
	Groups             []float64       // how long each was, from the commit before to its own
}

// awardAll is the child: one award of n people, what it took on standard output.
func awardAll(ctx context.Context, n, out, dir string) error {
	count, err := strconv.Atoi(n)
	if err != nil {
		return err
	}
	words, err := assets.LoadWords("en")
	if err != nil {
		return err
	}
	var took spent
	var signed, committed time.Time
	var last time.Duration
	lap := func(stage int) {
		at := now()
		took.Stages[stage] += (at - last).Seconds()
		last = at
	}
	env := engine.Env{
		Now: time.Now, Rand: rand.Reader,
		Getenv: func(name string) string { return map[string]string{"XDG_CONFIG_HOME": dir}[name] },
		AtStep: func(step award.Step) {
			switch step {
			case award.StepPlanned:
				lap(stagePlan)
				committed = time.Now()
			case award.StepSigned:
				signed = time.Now()
				lap(stageSign)
			case award.StepCommitted:
				took.Commit += time.Since(signed).Seconds()
				took.Groups = append(took.Groups, time.Since(committed).Seconds())
				committed = time.Now()
				lap(stageCommit)
			case award.StepFinished:
				lap(stageCommit)
			}
		},
	}
	files, err := engine.Sample(ctx, filepath.Join(dir, "s"), nil, env, words)
	if err != nil {
		return err
	}
	if out == intoPersonal {
		if err := personalClass(ctx, files, env); err != nil {
			return err
		}
	}
	list := filepath.Join(dir, "people.csv")
	if err := writePeople(list, count); err != nil {
		return err
	}
	stop, err := profiled()
	if err != nil {
		return err
	}
	begin, worked := time.Now(), now()
	last = worked
	reading, err := roster.ReadFile(list, roster.Options{})
	if err != nil {
		return err
	}
	lap(stageRead)
	e, err := engine.OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		return err
	}
	order := engine.Order{Request: award.Request{Class: files.Class, List: reading, ListName: "people.csv"}}
	switch out {
	case intoZip, intoPersonal:
		order.Out = filepath.Join(dir, "out.zip")
	case intoFolder:
		order.Out = filepath.Join(dir, "out")
	}
	done, err := e.Award(ctx, order, words.Fill)
	if err = errors.Join(err, e.Close()); err != nil {
		return err
	}
	if done.Awarded != count {
		return fmt.Errorf("awarded %d of %d", done.Awarded, count)
	}
	lap(stageFiles)
	took.Whole, took.CPU, took.Peak = time.Since(begin).Seconds(), (now() - worked).Seconds(), highWater()
	if err := stop(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(took)
}

// people is a list as a form exports it.
func people(count int) []byte {
	var list bytes.Buffer
	_ = givePeople(&list, count)
	return list.Bytes()
}

func writePeople(path string, count int) (err error) {
	f, err := os.Create(path) // #nosec G304 G703 -- our own folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return givePeople(f, count)
}

func givePeople(to io.Writer, count int) error {
	list := bufio.NewWriter(to)
	_, _ = list.WriteString("name,email,evidence\n")
	for i := range count {
		_, _ = fmt.Fprintf(list, "Person %d,person%d@example.org,https://example.org/%d\n", i, i, i)
	}
	return list.Flush()
}

// personalClass puts everybody's name on the sample's badge.
func personalClass(ctx context.Context, files engine.SampleFiles, env engine.Env) error {
	file, err := drawing.ReadDesign(files.Design)
	if err != nil {
		return err
	}
	doc, err := personal(file.Doc, byName)
	if err != nil {
		return err
	}
	design, err := drawing.DesignBytes(store.File{Doc: doc})
	if err != nil {
		return err
	}
	e, err := engine.OpenExisting(ctx, files.Ledger, env)
	if err != nil {
		return err
	}
	_, err = e.EditClass(ctx, files.Class, engine.ClassChange{Design: design})
	return errors.Join(err, e.Close())
}

// highWater is the most memory this process held, in MB, as Linux tells it; 0
// elsewhere. What a parent learns of a child counts the parent's own memory at
// the moment it started the child.
func highWater() int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kb, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kb >> 10
}
