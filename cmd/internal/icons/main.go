// Command icons imports icon sets and compares what is drawn of them with what
// rsvg-convert draws. It is run by hand: make icons.
//
// An icon is different when more than 0.5 % of its pixels are off by more than
// 32 of 255 in some channel, at 96 pixels.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"badgekiln/designer/render"
	"badgekiln/designer/svgin"
)

const (
	side     = 96
	fine     = 16
	much     = 32
	mostDiff = side * side * 5 / 1000
)

func main() {
	count := flag.Int("n", 1000, "how many of each set, evenly spread; 0 for all")
	flag.Parse()
	different := 0
	for _, dir := range flag.Args() {
		bad, err := set(dir, *count)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		different += bad
	}
	if different > 0 {
		os.Exit(1)
	}
}

// set compares the icons of a folder and prints those that differ.
func set(dir string, count int) (int, error) {
	files, err := list(dir, count)
	if err != nil {
		return 0, err
	}
	results := make([]string, len(files))
	notes := make([]string, len(files))
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.NumCPU() {
		wait.Go(func() {
			for i := range next {
				results[i], notes[i] = compare(files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wait.Wait()
	bad, noted := 0, 0
	for i, r := range results {
		if r != "" {
			bad++
			fmt.Printf("  %s: %s\n", filepath.Base(files[i]), r)
		}
		if notes[i] != "" {
			noted++
			fmt.Printf("  %s: not brought over: %s\n", filepath.Base(files[i]), notes[i])
		}
	}
	fmt.Printf("%s: %d of %d differ, %d with a note\n", dir, bad, len(files), noted)
	return bad, nil
}

// list finds the icons of a folder: all, or so many spread over it.
func list(dir string, count int) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".svg") {
			files = append(files, path)
		}
		return err
	})
	slices.Sort(files)
	if count <= 0 || count >= len(files) {
		return files, err
	}
	some := make([]string, count)
	for i := range some {
		some[i] = files[i*len(files)/count]
	}
	return some, err
}

// compare says how an icon differs, "" when it does not, and what the import
// noted.
func compare(path string) (differs, noted string) {
	data, err := os.ReadFile(path) //nolint:gosec // G304: found in the folder that was named
	if err != nil {
		return err.Error(), ""
	}
	ours, notes, err := draw1(data)
	for _, n := range notes {
		noted += " " + n.Code + " " + n.Values["what"]
	}
	if err != nil {
		return err.Error(), noted
	}
	theirs, err := librsvg(path, side)
	if err != nil {
		return err.Error(), noted
	}
	off := apart(ours, theirs)
	if off <= mostDiff {
		return "", noted
	}
	differs = fmt.Sprintf("%.2f %% of pixels", float64(off)*100/side/side)
	// Small strokes are drawn coarsely there: what is drawn large and made
	// smaller tells who is right.
	if large, err := librsvg(path, side*fine); err == nil {
		differs += fmt.Sprintf(", %.2f %% of them when drawn %d times as large", float64(apart(ours, smaller(large)))*100/side/side, fine)
	}
	return differs, noted
}

// apart counts the pixels that are off by much.
func apart(a, b *image.RGBA) int {
	off := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for c := range 4 {
			if d := int(a.Pix[i+c]) - int(b.Pix[i+c]); d > much || d < -much {
				off++
				break
			}
		}
	}
	return off
}

// smaller takes the mean of fine by fine pixels.
func smaller(m *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx()/fine, m.Rect.Dy()/fine))
	for i := range out.Pix {
		x, y, sum := i%out.Stride/4, i/out.Stride, 0
		for k := range fine * fine {
			sum += int(m.Pix[(y*fine+k/fine)*m.Stride+4*(x*fine+k%fine)+i%4])
		}
		out.Pix[i] = uint8((sum + fine*fine/2) / (fine * fine)) // #nosec G115 -- a mean
	}
	return out
}

func draw1(data []byte) (*image.RGBA, []svgin.Note, error) {
	in, err := svgin.Read(data, svgin.Options{})
	if err != nil {
		return nil, nil, err
	}
	m, _, err := render.Image(context.Background(), in.Doc, render.Options{Width: side, Blob: func(hash string) ([]byte, error) { return in.Blobs[hash], nil }})
	if err == nil && m.Rect.Dy() != side {
		err = fmt.Errorf("%d pixels high", m.Rect.Dy())
	}
	return m, in.Notes, err
}

// librsvg draws a file by rsvg-convert, side pixels wide and high.
func librsvg(path string, side int) (*image.RGBA, error) {
	out, err := exec.Command("rsvg-convert", "-w", fmt.Sprint(side), "-h", fmt.Sprint(side), path).Output() //nolint:gosec,noctx // G204: a file of the folder that was named; it takes milliseconds
	if err != nil {
		return nil, fmt.Errorf("rsvg-convert: %w", err)
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		return nil, err
	}
	flat := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(flat, flat.Rect, m, m.Bounds().Min, draw.Src)
	return flat, nil
}
