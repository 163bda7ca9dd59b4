package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/designer/display"
	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/svgout"
)

// peers are in .ci/bench, which its install.sh fills.
const peers = ".ci/bench"

// wholes compares drawing a whole badge once and packing it with what others
// take for the same badge as SVG, one thread each, by the processor's time.
func wholes(ctx context.Context) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fonts, err := drawing.Fonts()
	if err != nil {
		return err
	}
	catalogue, err := drawing.Templates()
	if err != nil {
		return err
	}
	doc, err := catalogue.Open("seal-scalloped")
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	list, err := display.Of(ctx, doc, display.Options{Fonts: fonts})
	if err != nil {
		return err
	}
	fmt.Println("One whole badge, one core: draw and pack seal-scalloped; the others read it as SVG")
	for _, side := range []int{600, 2048} {
		var file []byte
		ours := time.Duration(0)
		for range 3 { // the best of three, as of the others
			took, err := per(func() error {
				m, _, err := render.StraightImage(ctx, doc, render.Options{Width: side, Fonts: fonts})
				if err == nil {
					file, err = pngenc.Encode(m)
				}
				return err
			})
			if err != nil {
				return err
			}
			if ours == 0 || took < ours {
				ours = took
			}
		}
		line(fmt.Sprintf("badgekiln, %d px", side), ours, 0, "")
		fmt.Printf("%-34s %12s   %d bytes\n", "", "", len(file))
		svg, err := svgout.Write(list, float64(side))
		if err != nil {
			return err
		}
		path := filepath.Join(dir, "badge.svg")
		if err := os.WriteFile(path, svg, 0o600); err != nil {
			return err
		}
		if err := others(ctx, path, side, dir, ours, len(file)); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

func installed() bool {
	_, err := os.Stat(filepath.Join(peers, "node_modules", ".installed"))
	return err == nil
}

// others runs the programs that are compared with.
func others(ctx context.Context, svg string, side int, out string, ours time.Duration, size int) error {
	if !installed() {
		fmt.Printf("  sharp, resvg and @napi-rs/canvas are not here: %s/install.sh fetches them\n", peers)
		return nil
	}
	return compare(ctx, ours, size, "full.mjs", svg, strconv.Itoa(side), out)
}

// compare runs a script of other people's programs and prints what it says
// beside ours.
func compare(ctx context.Context, ours time.Duration, size int, script string, args ...string) error {
	peer := exec.CommandContext(ctx, "node", append([]string{filepath.Join(peers, script)}, args...)...) //nolint:gosec // G204: our own script
	peer.Env = append(os.Environ(), "UV_THREADPOOL_SIZE=1")
	peer.Stderr = os.Stderr
	said, err := peer.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", peer, err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(said)); lines.Scan(); {
		var one struct {
			Name  string
			MS    float64
			Bytes int
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return err
		}
		took := time.Duration(one.MS * float64(time.Millisecond))
		fmt.Printf("  %-32s %12s   %7.1f × as long   %d bytes, %.2f × as large\n",
			one.Name, took.Round(10*time.Microsecond), float64(took)/float64(ours), one.Bytes, float64(one.Bytes)/float64(size))
	}
	return nil
}
