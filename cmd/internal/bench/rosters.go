package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"badgekiln/issuer/roster"

	"github.com/xuri/excelize/v2"
)

// listRows is how many rows the lists have that are read.
const listRows = 100_000

// rosters reads and checks a list of a hundred thousand rows, as text and as a
// workbook, on one core, beside Python's csv module, which only takes the same
// file apart.
func rosters(ctx context.Context) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fmt.Printf("A list of %d rows and 4 columns, one core: read, understand, check\n", listRows)
	list := wideList()
	text, err := least(5, func() error { return readList(list, "list.csv") })
	if err != nil {
		return err
	}
	name := fmt.Sprintf("CSV, %.1f MB", float64(len(list))/1e6)
	if peer, ok := pythonCSV(ctx, list); ok {
		fmt.Printf("%-34s %12s   python3's csv.reader alone %s: %.1f times as long\n", name, text.Round(time.Millisecond), peer.Round(time.Millisecond), float64(text)/float64(peer))
	} else {
		fmt.Printf("%-34s %12s\n", name, text.Round(time.Millisecond))
	}
	book, err := workbook(list)
	if err != nil {
		return err
	}
	sheet, err := least(2, func() error { return readList(book, "list.xlsx") })
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %12s\n", fmt.Sprintf("XLSX, %.1f MB", float64(len(book))/1e6), sheet.Round(time.Millisecond))
	return streams(ctx)
}

// streams reads lists row by row, each in a process of its own, to see that
// memory does not grow with them.
func streams(ctx context.Context) error {
	for _, rows := range []int{listRows / 10, listRows, 10 * listRows} {
		child := exec.CommandContext(ctx, os.Args[0], "read", strconv.Itoa(rows)) // #nosec G204 G702 -- this very program
		in, out := io.Pipe()
		child.Stdin, child.Stderr = in, os.Stderr
		go func() { _ = out.CloseWithError(writeList(out, rows)) }()
		text, err := child.Output()
		if err != nil {
			return err
		}
		fmt.Printf("%-34s %s", fmt.Sprintf("row by row, %d rows", rows), text)
	}
	fmt.Println()
	return nil
}

// readStream is the child: it reads so many rows from standard input.
func readStream(rows string) error {
	count, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	began, n := now(), 0
	for s := roster.NewStream(os.Stdin, roster.Options{}); ; n++ {
		if _, _, err := s.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	if n != count {
		return fmt.Errorf("read %d of %d rows", n, count)
	}
	fmt.Printf("%12s   %d MB at most\n", (now() - began).Round(time.Millisecond), highWater())
	return nil
}

// least is the least of the processor's time that one of several tries took.
func least(tries int, step func() error) (best time.Duration, err error) {
	for range tries {
		begin := now()
		if err := step(); err != nil {
			return 0, err
		}
		if took := now() - begin; best == 0 || took < best {
			best = took
		}
	}
	return best, nil
}

func readList(data []byte, name string) error {
	r, err := roster.Parse(data, name, roster.Options{})
	if err == nil && r.People.Len() != listRows {
		err = fmt.Errorf("%s: %d people", name, r.People.Len())
	}
	return err
}

// wideList has names with accents and cells in quotes.
func wideList() []byte {
	var b bytes.Buffer
	_ = writeList(&b, listRows)
	return b.Bytes()
}

func writeList(to io.Writer, rows int) error {
	b := bufio.NewWriter(to)
	_, _ = b.WriteString("name,email,evidence,company\n")
	for i := range rows {
		_, _ = fmt.Fprintf(b, "Zoë Person %d,person.%d@school%d.example.org,https://example.org/projects/%d,\"Company, %d\"\n", i, i, i%100, i%5000, i%50)
	}
	return b.Flush()
}

// pythonCSV asks Python's csv module what the file costs it, in the processor's
// time and without its own start; false when there is no Python.
func pythonCSV(ctx context.Context, list []byte) (time.Duration, bool) {
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return 0, false
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "list.csv")
	if os.WriteFile(path, list, 0o600) != nil {
		return 0, false
	}
	const script = `
import csv, sys, time
best = None
for _ in range(5):
    begin = time.process_time()
    with open(sys.argv[1], newline="", encoding="utf-8") as f:
        rows = list(csv.reader(f))
    took = time.process_time() - begin
    best = took if best is None else min(best, took)
print(best)
`
	out, err := exec.CommandContext(ctx, "python3", "-c", script, path).Output() // #nosec G204 -- our own file
	if err != nil {
		return 0, false
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return time.Duration(seconds * float64(time.Second)), err == nil
}

// workbook is the list as spreadsheet programs save it.
func workbook(list []byte) ([]byte, error) {
	book := excelize.NewFile()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	n := 0
	for row := range strings.SplitSeq(strings.TrimSpace(string(list)), "\n") {
		n++
		var cells []any
		for _, cell := range strings.SplitN(row, ",", 4) {
			cells = append(cells, strings.Trim(cell, `"`))
		}
		if err := sheet.SetRow("A"+strconv.Itoa(n), cells); err != nil {
			return nil, err
		}
	}
	if err := sheet.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = book.Write(&out)
	return out.Bytes(), err
}
