package typeset

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestLevelsOfUnicode holds the levels and the order against Unicode's own
// cases, which come with the shaper's module.
func TestLevelsOfUnicode(t *testing.T) {
	t.Parallel()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-text/typesetting").Output()
	if err != nil {
		t.Skipf("no go command tells where the cases are: %v", err)
	}
	file, err := os.Open(filepath.Join(strings.TrimSpace(string(folder)), "bidi", "test", "BidiCharacterTest.txt"))
	if err != nil {
		t.Skipf("the module comes without Unicode's cases: %v", err)
	}
	defer func() { _ = file.Close() }()
	cases, wrong := 0, 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), ";")
		if len(parts) != 5 || strings.HasPrefix(parts[0], "#") {
			continue
		}
		var text []rune
		for _, hex := range strings.Fields(parts[0]) {
			r, err := strconv.ParseInt(hex, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(r))
		}
		cases++
		got := embedding(text, parts[2] == "1")
		want := strings.Fields(parts[3])
		var order []string
		for _, s := range visual(spans(got)) {
			var places []string
			for i := s.from; i < s.to; i++ {
				if want[i] != "x" {
					places = append(places, strconv.Itoa(i))
				}
			}
			if s.level%2 == 1 {
				slices.Reverse(places)
			}
			order = append(order, places...)
		}
		right := strings.Join(order, " ") == strings.TrimSpace(parts[4])
		for i, level := range want {
			right = right && (level == "x" || strconv.Itoa(got[i]) == level)
		}
		if !right {
			if wrong++; wrong <= 5 {
				t.Errorf("%s: levels %v, not %v; order %v, not %s", lines.Text(), got, want, order, parts[4])
			}
		}
	}
	if err := lines.Err(); err != nil || cases < 90_000 {
		t.Errorf("%d cases, %v", cases, err)
	}
	t.Logf("%d cases, %d wrong", cases, wrong)
}
