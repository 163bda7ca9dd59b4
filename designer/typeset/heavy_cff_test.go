package typeset

import (
	"encoding/binary"
	"testing"
)

// packed is an INDEX.
func packed(list ...[]byte) []byte {
	out := binary.BigEndian.AppendUint16(nil, uint16(len(list)))
	if len(list) == 0 {
		return out
	}
	out = append(out, 4)
	at := uint32(1)
	for _, one := range append([][]byte{nil}, list...) {
		at += uint32(len(one))
		out = binary.BigEndian.AppendUint32(out, at)
	}
	for _, one := range list {
		out = append(out, one...)
	}
	return out
}

// charstrings is a CFF table with one glyph and some routines for all.
func charstrings(glyph []byte, global ...[]byte) []byte {
	head := []byte{1, 0, 4, 4}
	names, words, subrs := packed([]byte("A")), packed(), packed(global...)
	top := make([]byte, 6)
	size := len(head) + len(names) + len(packed(top)) + len(words) + len(subrs)
	top[0], top[5] = 29, 17
	binary.BigEndian.PutUint32(top[1:], uint32(size))
	out := append(append(append(head, names...), packed(top)...), words...)
	return append(append(out, subrs...), packed(glyph)...)
}

// A few kilobytes of routines that call each other a thousand times each are
// found out at once; what fonts of people do is let through.
func TestRoutinesWithoutEnd(t *testing.T) {
	t.Parallel()
	var bomb [][]byte
	for i := range 9 {
		var many []byte
		for range 1000 {
			many = append(many, byte(i+1-107+139), 29)
		}
		bomb = append(bomb, append(many, 11))
	}
	bomb = append(bomb, []byte{139, 139, 5, 11})
	call := []byte{139, 139, 21, 139 - 107, 29, 14}
	if !heavyCFF(charstrings(call, bomb...)) {
		t.Error("a thousand to the ninth is let through")
	}
	if heavyCFF(charstrings(call, []byte{139, 139, 5, 11})) {
		t.Error("one call is too many")
	}
	if heavyCFF(charstrings(call, []byte{139 - 107, 29, 11})) {
		t.Error("a routine that calls itself ends at the tenth, as everywhere")
	}
	if !heavyCFF(charstrings([]byte{139, 12, 9, 29, 14}, []byte{11})) {
		t.Error("a routine that is calculated is let through")
	}
	if !heavyCFF(charstrings(call)[:20]) {
		t.Error("half a table is let through")
	}
}
