package typeset

import (
	"slices"

	"github.com/go-text/typesetting/font"
)

// Signs of emoji (Unicode Technical Standard #51).
const (
	joiner   = 0x200d
	asText   = 0xfe0e
	asEmoji  = 0xfe0f
	keycap   = 0x20e3
	telltale = 0x1f9d1 // a person: fonts that are no emoji fonts do not have it
)

// pictures are the letters that are emoji unless they are asked for as text
// (Emoji_Presentation), first and last of each stretch.
func pictures() []rune {
	return []rune{
		0x231a, 0x231b, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653,
		0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce,
		0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705,
		0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
		0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf,
		0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f1e6, 0x1f1ff, 0x1f201, 0x1f201, 0x1f21a, 0x1f21a, 0x1f22f, 0x1f22f, 0x1f232, 0x1f236,
		0x1f238, 0x1f23a, 0x1f250, 0x1f251, 0x1f300, 0x1f320, 0x1f32d, 0x1f335, 0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca,
		0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4, 0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d,
		0x1f54b, 0x1f54e, 0x1f550, 0x1f567, 0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5,
		0x1f6cc, 0x1f6cc, 0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb,
		0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faff,
	}
}

// pictured tells whether a letter is an emoji by itself.
func pictured(r rune) bool {
	if r < 0x231a || r > 0x2b55 && r < 0x1f004 { // most letters there are
		return false
	}
	list := pictures()
	for i := 0; i < len(list) && r >= list[i]; i += 2 {
		if r <= list[i+1] {
			return true
		}
	}
	return false
}

func isFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func isTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

// isTag tells of letters that say which flag a black one stands for.
func isTag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

// emoji is where the emoji ends that begins at a rune, with all that is joined to
// it: tones of skin, a flag's second letter, people of a family. It is the rune's
// own place where none begins.
func emoji(text []rune, at, to int) int {
	end := one(text, at, to)
	if end == at {
		return at
	}
	for end+1 < to && text[end] == joiner {
		next := one(text, end+1, to)
		if next == end+1 {
			// A sign that is text by itself, as the heart of two people.
			if text[next] < 0x2190 || text[next] > 0x1faff {
				break
			}
			for next++; next < to && (text[next] == asEmoji || isTone(text[next])); next++ {
				continue
			}
		}
		end = next
	}
	return end
}

// one is where a single emoji ends.
func one(text []rune, at, to int) int {
	next := func(i int) rune {
		if i < to {
			return text[i]
		}
		return 0
	}
	r, end := text[at], at+1
	switch {
	case next(end) == asText:
		return at
	case isFlag(r) && isFlag(next(end)):
		return end + 1
	case (r >= '0' && r <= '9' || r == '#' || r == '*') && (next(end) == keycap || next(end) == asEmoji && next(end+1) == keycap):
		for next(end) == asEmoji || next(end) == keycap {
			end++
		}
		return end
	case !pictured(r) && (next(end) != asEmoji && !isTone(next(end)) || r < 0x203c) && next(end) != joiner || r < 0x203c:
		return at
	case !pictured(r) && next(end) == joiner && (r < 0x2190 || r > 0x1faff):
		return at
	}
	for next(end) == asEmoji || isTone(next(end)) || isTag(next(end)) {
		end++
	}
	return end
}

// picture gives the face for an emoji, one for all of it where there is one:
// that of an emoji font, before fonts that have some of them as text.
func (c *chooser) picture(at, end int) *font.Face {
	seen := c.text[at:end]
	for _, i := range c.chain {
		if own := c.bench.face(i); own != nil && emojiFont(own) && hasAll(own, seen) {
			return own
		}
	}
	return c.whole(seen)
}

func emojiFont(own *font.Face) bool {
	_, ok := own.NominalGlyph(telltale)
	return ok
}

// fallen tells of a glyph whether it is drawn of an emoji that is joined of
// several: of one that the font knows there is no second.
func fallen(text []rune, g glyph) bool {
	return g.advance > 0 && g.n > 2 && pictured(text[g.at]) && slices.Contains(text[g.at:g.at+g.n], joiner)
}
