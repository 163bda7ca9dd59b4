package award

import (
	"context"
	"hash/maphash"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"
	"badgekiln/issuer/dense"
	"badgekiln/issuer/ledger"
)

// Out is where the files of a batch go and how they are called.
type Out struct {
	Path     string // a folder, or a file ending in .zip
	Names    string // file name with fields such as {name}; "" names by award id
	Progress func(done, total int)
}

// Check refuses what cannot be written to, before anybody is awarded.
func (o Out) Check() error {
	if o.Path == "-" {
		return issuer.Fail(issuer.Usage, "out-stdio")
	}
	return checkNames(o.Names)
}

// Written counts what became of the files.
type Written struct {
	Files int // written now
	Right int // were there already, byte for byte

	Flawed []int // rows whose picture does not show all it should
}

// outFile is one file to be: name without a folder.
type outFile struct {
	name string
	data []byte
}

// ending is that of the file beside a picture, by format (cli.md).
func ending(f issuer.Format) string {
	switch f {
	case issuer.OB2Signed:
		return ".ob2.jws"
	case issuer.OB3JWT:
		return ".ob3.jwt"
	}
	return "." + string(f) + ".json"
}

// ReportName is what the report of all rows is called, beside their files.
const ReportName = "report.csv"

// Write puts the files of every row that holds the badge into a folder or an
// archive, from the ledger alone: the baked picture, each face beside it, and
// a report of all rows, which report writes. Files that are right stay, wrong and
// missing ones come anew, anything else in the folder is not touched.
func (c *Clerk) Write(ctx context.Context, p Plan, out Out, report func(io.Writer) error) (Written, error) {
	sink, err := openSink(out.Path, func() { c.at(StepRenamed) })
	if err != nil {
		return Written{}, err
	}
	flawed, err := c.pour(ctx, p, out, report, sink)
	if err != nil {
		sink.abandon()
		return Written{}, issuer.Unwritten(out.Path, err)
	}
	files, right, err := sink.close()
	return Written{Files: files, Right: right, Flawed: flawed}, issuer.Unwritten(out.Path, err)
}

// sink takes files one by one.
type sink interface {
	put(f outFile) error
	pour(name string, write func(io.Writer) error) error // one that is too long for memory
	close() (files, right int, err error)
	abandon()
}

// fileGroup is how many awards are read at a time.
const fileGroup = 250

// openSink opens a folder or an archive; renamed is called whenever a file got
// its name.
func openSink(path string, renamed func()) (sink, error) {
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		return openArchive(path)
	}
	return openFolder(path, renamed)
}

func (c *Clerk) pour(ctx context.Context, p Plan, out Out, report func(io.Writer) error, to sink) ([]int, error) {
	rows := holders(&p.Rows)
	easel := c.easel()
	ctx, stop := context.WithCancel(ctx)
	groups, names := make(chan group, 1), newNamer(out.Names, p.Class)
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(groups)
		c.read(ctx, easel, &p.Rows, rows, names, groups)
	})
	defer reading.Wait() // nobody reads the ledger afterwards
	defer stop()
	done := 0
	for g := range groups {
		if out.Progress != nil {
			out.Progress(done, len(rows))
		}
		err := g.err
		if err == nil {
			err = easel.finish(ctx, g.list, to.put)
		}
		if err != nil {
			return nil, err
		}
		done += g.rows
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return easel.flawed, to.pour(ReportName, report)
}

// group is what some rows' files are made of.
type group struct {
	rows int
	list []*bundle
	err  error
}

// read reads group after group, one ahead of the one whose pictures are made.
// It ends after an error, or when the context does.
func (c *Clerk) read(ctx context.Context, e *easel, all *Rows, places []uint32, names *namer, groups chan<- group) {
	for some := range slices.Chunk(places, fileGroup) {
		rows := make([]Row, len(some))
		for i, place := range some {
			rows[i] = all.At(int(place))
		}
		g := group{rows: len(some)}
		g.err = c.Ledger.View(ctx, func(t *ledger.Tx) (err error) {
			g.list, err = e.bundles(ctx, t, rows, names)
			return err
		})
		select {
		case groups <- g:
		case <-ctx.Done():
			return
		}
		if g.err != nil {
			return
		}
	}
}

// holders are the places of the rows whose person holds the badge, each award
// once.
func holders(rows *Rows) []uint32 {
	var list []uint32
	var seen dense.Index
	seed := maphash.MakeSeed()
	for i := range rows.Len() {
		p := rows.rows.At(i)
		state := rows.State(i)
		if state != New && state != Same && p.flags&flagCorrected == 0 {
			continue
		}
		id := rows.id(i)
		hash := maphash.String(seed, id)
		if _, twice := seen.Find(hash, func(place int) bool { return rows.id(place) == id }); id == "" || twice {
			continue
		}
		seen.Add(hash, i)
		list = append(list, uint32(i)) // #nosec G115 -- a row
	}
	return list
}

func generation(f issuer.Format) bake.Generation {
	if f.Verifiable() {
		return bake.OB3
	}
	return bake.OB2
}
