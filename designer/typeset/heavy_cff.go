package typeset

import "encoding/binary"

// What the outlines of a font of the CFF kind may take to be read, in steps of
// its little programs. The whole of a font with every Chinese character takes
// some fifteen million.
const (
	mostSteps = 500_000     // of one glyph
	allSteps  = 100_000_000 // of all glyphs
	mostCalls = 10          // routines within routines (Adobe 5177, appendix B)
)

// heavyCFF tells of a font whose glyphs call routines that call routines, each
// many times: a few kilobytes that take for ever. It runs all programs as a
// reader does, without drawing anything. A table that cannot be read, or leaves
// open which routine it calls, is taken for one.
func heavyCFF(table []byte) (is bool) {
	defer func() { // offsets of anybody: what lies outside ends the reading
		if recover() != nil {
			is = true
		}
	}()
	f := readCFF(table)
	all := 0
	for gid, code := range f.glyphs {
		local, ok := f.routines(gid)
		if !ok {
			return true
		}
		m := machine{global: f.global, local: local}
		m.glyph(code)
		if all += m.steps; m.steps > mostSteps || m.open || all > allSteps {
			return true
		}
	}
	return false
}

// cff is what of such a table is needed to follow its programs.
type cff struct {
	glyphs, global [][]byte
	locals         [][][]byte // of each font dict
	pick           []byte     // FDSelect; nil: all glyphs have the first
}

// readCFF reads a table (Adobe 5176; CFF2 of OpenType). It panics outside of it.
func readCFF(t []byte) (f cff) {
	var top []byte
	two := t[0] == 2
	if two {
		n := int(binary.BigEndian.Uint16(t[3:]))
		top = t[t[2]:][:n]
		f.global, _ = index(t[int(t[2])+n:], two)
	} else {
		_, at := index(t[t[2]:], two)
		rest := t[int(t[2])+at:]
		tops, at := index(rest, two)
		top, rest = tops[0], rest[at:]
		_, at = index(rest, two) // names
		f.global, _ = index(rest[at:], two)
	}
	d := dict(top)
	f.glyphs, _ = index(t[d[17][0]:], two)
	privates := []map[int][]int{d}
	if list, ok := d[12<<8|36]; ok {
		privates = nil
		dicts, _ := index(t[list[0]:], two)
		for _, one := range dicts {
			privates = append(privates, dict(one))
		}
	}
	if at, ok := d[12<<8|37]; ok {
		f.pick = t[at[0]:]
	}
	for _, p := range privates {
		var local [][]byte
		if at := p[18]; len(at) == 2 {
			if subrs, ok := dict(t[at[1]:][:at[0]])[19]; ok {
				local, _ = index(t[at[1]+subrs[0]:], two)
			}
		}
		f.locals = append(f.locals, local)
	}
	return f
}

// routines are those of a glyph's font dict; false when it cannot be told.
func (f cff) routines(gid int) ([][]byte, bool) {
	if f.pick == nil {
		return f.locals[0], true
	}
	switch f.pick[0] {
	case 0:
		return f.locals[f.pick[1+gid]], true
	case 3:
		n := int(binary.BigEndian.Uint16(f.pick[1:]))
		for i := n - 1; i >= 0; i-- {
			if r := f.pick[3+3*i:]; gid >= int(binary.BigEndian.Uint16(r)) {
				return f.locals[r[2]], true
			}
		}
	}
	return nil, false
}

// index gives the pieces of an INDEX and how long it is.
func index(t []byte, two bool) (list [][]byte, size int) {
	n, head := int(binary.BigEndian.Uint16(t)), 2
	if two {
		n, head = int(binary.BigEndian.Uint32(t)), 4
	}
	if n == 0 {
		return nil, head
	}
	width := int(t[head])
	offset := func(i int) (v int) {
		for _, b := range t[head+1+i*width:][:width] {
			v = v<<8 | int(b)
		}
		return v
	}
	base := head + width*(n+1) // offsets count from 1
	for i := range n {
		list = append(list, t[base+offset(i):base+offset(i+1)])
	}
	return list, base + offset(n)
}

// dict gives the whole numbers of each operator; an escape is 12<<8 | what
// follows.
func dict(t []byte) map[int][]int {
	out := map[int][]int{}
	var stack []int
	for len(t) > 0 {
		b := int(t[0])
		switch {
		case b == 30: // a real number, to the nibble that ends it
			for t = t[1:]; t[0]&0xf != 0xf && t[0]>>4 != 0xf; {
				t = t[1:]
			}
			stack, t = append(stack, 0), t[1:]
			continue
		case b == 29:
			stack, t = append(stack, int(int32(binary.BigEndian.Uint32(t[1:])))), t[5:] // #nosec G115 -- as written
			continue
		case b == 28 || b >= 32 && b < 255:
			v, n := number(t)
			stack, t = append(stack, v), t[n:]
			continue
		case b == 12:
			b, t = 12<<8|int(t[1]), t[1:]
		}
		out[b], stack, t = stack, nil, t[1:]
	}
	return out
}

// number reads one of a dict or a program, and tells how many bytes it has.
func number(t []byte) (v, n int) {
	switch b := int(t[0]); {
	case b == 28:
		return int(int16(binary.BigEndian.Uint16(t[1:]))), 3 // #nosec G115 -- as written
	case b < 247:
		return b - 139, 1
	case b < 251:
		return (b-247)*256 + int(t[1]) + 108, 2
	case b < 255:
		return -(b-251)*256 - int(t[1]) - 108, 2
	}
	return int(int16(binary.BigEndian.Uint16(t[1:]))), 5 // #nosec G115 -- the whole of a fixed number
}

// machine follows a program (Adobe 5177): its calls, and what of the rest is
// needed to find them.
type machine struct {
	global, local [][]byte
	stack         []int
	stems, steps  int
	open          bool // it called what only calculating tells
	unknown       bool // the stack holds what was calculated
}

// glyph follows a program until it ends, or breaks off.
func (m *machine) glyph(code []byte) {
	defer func() { _ = recover() }() // a reader stops there, too
	m.run(code, 0)
}

// run follows one routine; false ends the glyph.
func (m *machine) run(t []byte, deep int) bool {
	for len(t) > 0 {
		if m.steps++; m.steps > mostSteps || m.open {
			return false
		}
		switch b := t[0]; {
		case b == 28 || b >= 32:
			v, n := number(t)
			m.stack, t = append(m.stack, v), t[n:]
			continue
		case b == 10 || b == 29:
			list := m.local
			if b == 29 {
				list = m.global
			}
			if !m.call(list, deep) {
				return false
			}
			t = t[1:]
			continue
		case b == 11:
			return true
		case b == 14:
			return false
		case b == 19 || b == 20: // a mask has a bit for each stem
			m.stems += len(m.stack) / 2
			t = t[1+(m.stems+7)/8:]
		case b == 1 || b == 3 || b == 18 || b == 23:
			m.stems, t = m.stems+len(m.stack)/2, t[1:]
		case b == 12 && (t[1] < 34 || t[1] > 37), b == 16: // calculates
			if m.unknown = true; b == 12 {
				t = t[1:]
			}
			t = t[1:]
			continue
		case b == 12:
			t = t[2:]
		default:
			t = t[1:]
		}
		m.stack, m.unknown = m.stack[:0], false
	}
	return true
}

// call follows the routine that the last number on the stack names.
func (m *machine) call(list [][]byte, deep int) bool {
	if m.unknown {
		m.open = true
		return false
	}
	bias := 107
	if len(list) >= 33900 {
		bias = 32768
	} else if len(list) >= 1240 {
		bias = 1131
	}
	if len(m.stack) == 0 || deep >= mostCalls {
		return false
	}
	last := len(m.stack) - 1
	at := m.stack[last] + bias
	m.stack = m.stack[:last]
	if at < 0 || at >= len(list) {
		return false
	}
	return m.run(list[at], deep+1)
}
