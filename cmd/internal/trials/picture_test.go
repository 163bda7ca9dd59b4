package trials

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"os"
	"strings"
	"testing"
)

const pngStart = "\x89PNG\r\n\x1a\n"

// chunk is one chunk of a PNG with its check sum.
func chunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// header is an IHDR of a grey picture.
func header(width, height uint32) []byte {
	data := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return chunk("IHDR", append(data, 8, 0, 0, 0, 0))
}

// packed is zlib data that grows to n bytes of zero.
func packed(n int) []byte {
	var out bytes.Buffer
	z, _ := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	nothing := make([]byte, 1<<20)
	for ; n > 0; n -= len(nothing) {
		_, _ = z.Write(nothing[:min(n, len(nothing))]) // a buffer takes everything
	}
	_ = z.Close()
	return out.Bytes()
}

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// hostile are pictures that mean harm. asImage is the code with which a badge
// class refuses it, asBadge that of unbake; "" where it may pass.
type hostile struct {
	name             string
	data             []byte
	asImage, asBadge string
}

func hostilePictures(t *testing.T) []hostile {
	t.Helper()
	whole := picture(t)
	start, iend := []byte(pngStart), chunk("IEND", nil)
	badCRC := bytes.Clone(whole)
	badCRC[len(pngStart)+8+13] ^= 1 // the check sum of IHDR
	behind := whole[len(pngStart)+25:]
	head := whole[:len(pngStart)+25]
	twice := func(keyword string) []byte {
		text := func(s string) []byte { return chunk("iTXt", []byte(keyword+"\x00\x00\x00\x00\x00"+s)) }
		return joined(head, text(`{"first":1}`), text(`{"second":2}`), behind)
	}
	bomb := append([]byte("openbadgecredential\x00\x01\x00\x00\x00"), packed(100<<20)...)
	return []hostile{
		{"sides of 2^31", joined(start, header(1<<31, 1<<31), chunk("IDAT", packed(1000)), iend), "png-size", "png-size"},
		{"sides of 2^31-1", joined(start, header(1<<31-1, 1<<31-1), chunk("IDAT", packed(1000)), iend), "png-size", "png-size"},
		{"sides of 0", joined(start, header(0, 0), iend), "png-size", "png-size"},
		{"long and thin", joined(start, header(1, 1<<30), chunk("IDAT", packed(1000)), iend), "png-size", "png-size"},
		{"IDAT bomb", joined(start, header(64, 64), chunk("IDAT", packed(200<<20)), iend), "picture-damaged", "badge-missing"},
		{"IDAT with too little", joined(start, header(8000, 8000), chunk("IDAT", packed(1000)), iend), "picture-damaged", "badge-missing"},
		{"text bomb", joined(head, chunk("iTXt", bomb), behind), "", "badge-too-big"},
		{"bad check sum", badCRC, "png-crc", "png-crc"},
		{"truncated", whole[:len(whole)-20], "png-truncated", "png-truncated"},
		{"truncated in its header", whole[:20], "png-truncated", "png-truncated"},
		{"begun only", start, "png-truncated", "png-truncated"},
		{"a length beyond the file", joined(head, []byte{0x7f, 0xff, 0xff, 0xff}, []byte("IDAT")), "png-truncated", "png-truncated"},
		{"two badges of 2.0", twice("openbadges"), "", ""},
		{"two badges of 3.0", twice("openbadgecredential"), "", ""},
		{"0 bytes", nil, "picture-format", "picture-unknown"},
		{"no picture", []byte("GIF or what"), "picture-format", "picture-unknown"},
	}
}

// TestHostileClassPicture gives each to a new badge class.
func TestHostileClassPicture(t *testing.T) {
	t.Parallel()
	for _, h := range append(hostilePictures(t), hostile{"an SVG with a script", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "picture-svg-active", ""}) {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			w := founded(t)
			file := w.at("art.png")
			write(t, file, h.data)
			args := []string{"class", "add", "--name", "Bends", "--description", "Ties bends.", "--criteria", "Tie them.", "--image", file}
			if h.asImage != "" {
				w.refuses(t, refusal{3, h.asImage, file, nil}, args...)
				w.cheap(t, args...)
				if classes := ask[[]struct{ ID string }](t, w, 0, "class", "list"); len(classes) != 1 {
					t.Errorf("the class was made all the same: %+v", classes)
				}
			} else {
				w.mustRun(t, args...)
				w.clean(t, "bends")
			}
			w.checked(t)
			w.tidy(t)
		})
	}
}

// TestNoClassPicture names what is no file with a picture.
func TestNoClassPicture(t *testing.T) {
	t.Parallel()
	w := founded(t)
	folder(t, w.at("art"))
	args := []string{"class", "add", "--name", "Bends", "--description", "Ties bends.", "--criteria", "Tie them.", "--image"}
	w.refuses(t, refusal{3, "picture-not-file", w.at("art"), nil}, append(args, w.at("art"))...)
	w.refuses(t, refusal{3, "picture-missing", w.at("art.png"), nil}, append(args, w.at("art.png"))...)
	w.refuses(t, refusal{3, "file-is-folder", w.at("art"), nil}, "unbake", w.at("art"))
	w.refuses(t, refusal{3, "file-missing", w.at("art.png"), nil}, "unbake", w.at("art.png"))
	w.refuses(t, refusal{3, "file-is-folder", w.at("art"), nil}, "verify", w.at("art"))
	w.refuses(t, refusal{3, "file-missing", w.at("art.png"), nil}, "verify", w.at("art.png"))
	w.checked(t)
}

// clean wants badges of a class to hold what was awarded, and nothing that the
// class picture brought along.
func (w *world) clean(t *testing.T, class string) {
	t.Helper()
	w.award(t, class, w.list(t, "people.csv", "Ann", 1), "-o", w.at("out"))
	badge := glob(t, w.at("out/*.png"), 1)[0]
	found := ask[struct{ Badges []struct{ Text string } }](t, w, 0, "unbake", badge)
	if len(found.Badges) != 2 || strings.Contains(found.Badges[0].Text+found.Badges[1].Text, "first") {
		t.Errorf("the badge holds %+v", found)
	}
	w.mustRun(t, "verify", "--offline", badge)
}

// cheap wants a run to take little memory: less than a bomb needs.
func (w *world) cheap(t *testing.T, args ...string) {
	t.Helper()
	const most = 150 << 20
	if o := w.run(t, args...); o.peak > most {
		t.Errorf("kiln %q took %d MB of memory, want at most %d", args, o.peak>>20, most>>20)
	}
}

// TestHostileBadge gives each to unbake, bake and verify.
func TestHostileBadge(t *testing.T) {
	t.Parallel()
	for _, h := range hostilePictures(t) {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			w := founded(t)
			file, credential := w.at("art.png"), w.at("credential.json")
			write(t, file, h.data)
			write(t, credential, []byte(`{"type":"Assertion"}`))
			if h.asBadge == "" {
				w.mustRun(t, "unbake", file, "-o", w.at("text"))
				if got := string(read(t, w.at("text"))); got != `{"first":1}` {
					t.Errorf("unbake took out %s", got)
				}
			} else {
				w.refuses(t, refusal{3, h.asBadge, file, nil}, "unbake", file, "-o", w.at("text"))
				w.cheap(t, "unbake", file)
			}
			if strings.HasPrefix(h.asBadge, "png-") || h.asBadge == "picture-unknown" {
				w.refuses(t, refusal{3, h.asBadge, file, nil}, "bake", file, "--credential", credential, "-o", w.at("baked.png"))
			}
			before := w.files(t)
			verdict := "not-a-badge"
			if h.asBadge == "png-crc" { // it may have been one
				verdict = "altered"
			}
			w.untrusted(t, file, verdict)
			w.cheap(t, "verify", "--offline", file)
			if _, err := os.Stat(w.at("baked.png")); err == nil || len(before) != len(w.files(t)) {
				t.Error("files were made of it")
			}
			w.tidy(t)
		})
	}
}

// verdict is what verify --json answers about one input, as far as trials read
// it.
type verdict struct {
	Input, Verdict, Status string
	Reasons                []string
	Credentials            []verdict
}

// verify asks for verdicts, and wants the status.
func (w *world) verify(t *testing.T, status int, args ...string) []verdict {
	t.Helper()
	return ask[struct{ Results []verdict }](t, w, status, append([]string{"verify"}, args...)...).Results
}

// untrusted wants verify to say no, with this verdict and plain reasons.
func (w *world) untrusted(t *testing.T, file, want string, flags ...string) verdict {
	t.Helper()
	got := w.verify(t, 1, append(flags, file)...)
	if len(got) != 1 || got[0].Input != file || got[0].Verdict != want || len(got[0].Reasons) == 0 {
		t.Errorf("verify %s: %+v, want %s", file, got, want)
		return verdict{}
	}
	for _, reason := range got[0].Reasons {
		if strings.ContainsAny(reason, "{}\n") {
			t.Errorf("no plain sentence: %q", reason)
		}
	}
	return got[0]
}
