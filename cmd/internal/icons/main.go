// Command icons imports icon sets and compares what is drawn of them with what
// rsvg-convert draws. It is run by hand: make icons.
//
// An icon is different when more than 0.5 % of its pixels are off by more than
// 32 of 255 in some channel, at 96 pixels. Small round strokes are drawn coarsely
// by librsvg: of what differs, the same file drawn 16 times as large and made
// smaller tells whose the error is. Both kinds are named, and counted apart.
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
	show := flag.String("show", "", "a folder for pictures of what differs: ours left, theirs right")
	flag.Parse()
	different := 0
	for _, dir := range flag.Args() {
		bad, err := set(dir, *show, *count)
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
func set(dir, show string, count int) (int, error) {
	files, err := list(dir, count)
	if err != nil {
		return 0, err
	}
	results := make([]result, len(files))
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.NumCPU() {
		wait.Go(func() {
			for i := range next {
				results[i] = compare(files[i], show)
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wait.Wait()
	bad, coarse, noted := 0, 0, 0
	for i, r := range results {
		name := filepath.Base(files[i])
		switch {
		case r.differs != "" && r.coarse:
			coarse++
			fmt.Printf("  %s: %s: librsvg differs from itself\n", name, r.differs)
		case r.differs != "":
			bad++
			fmt.Printf("  %s: %s\n", name, r.differs)
		}
		if r.noted != "" {
			noted++
			fmt.Printf("  %s: not brought over: %s\n", name, r.noted)
		}
	}
	fmt.Printf("%s: %d of %d differ, and %d by what librsvg draws coarsely; %d with a note\n", dir, bad, len(files), coarse, noted)
	return bad, nil
}

// result says how an icon differs, "" when it does not, whether only from what is
// drawn coarsely, and what the import noted.
type result struct {
	differs string
	coarse  bool
	noted   string
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

func compare(path, show string) (r result) {
	data, err := os.ReadFile(path) //nolint:gosec // G304: found in the folder that was named
	if err != nil {
		return result{differs: err.Error()}
	}
	ours, notes, err := draw1(data)
	for _, n := range notes {
		r.noted += " " + n.Code + " " + n.Values["what"]
	}
	if err != nil {
		r.differs = err.Error()
		return r
	}
	theirs, err := librsvg(path, side)
	if err != nil {
		r.differs = err.Error()
		return r
	}
	off := apart(ours, theirs)
	if off <= mostDiff {
		return r
	}
	r.differs = fmt.Sprintf("%.2f %% of pixels", float64(off)*100/side/side)
	if large, err := librsvg(path, side*fine); err == nil {
		exact := apart(ours, smaller(large))
		r.coarse = exact <= mostDiff
		r.differs += fmt.Sprintf(", %.2f %% of them when drawn %d times as large", float64(exact)*100/side/side, fine)
	}
	if show != "" {
		if err := beside(filepath.Join(show, filepath.Base(path)+".png"), ours, theirs); err != nil {
			r.differs += ", " + err.Error()
		}
	}
	return r
}

// beside writes a picture of both.
func beside(path string, ours, theirs *image.RGBA) error {
	both := image.NewRGBA(image.Rect(0, 0, 2*side, side))
	draw.Draw(both, ours.Rect, ours, image.Point{}, draw.Src)
	draw.Draw(both, image.Rect(side, 0, 2*side, side), theirs, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, both); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
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
