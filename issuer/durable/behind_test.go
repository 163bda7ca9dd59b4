package durable_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"badgekiln/issuer/durable"
)

func TestWriteBehindWritesWhatItIsGivenInOrder(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for _, total := range []int{0, 1, 1 << 20, 1<<20 + 1, 23 << 20} {
		path := filepath.Join(t.TempDir(), "long")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		b := durable.WriteBehind(file)
		var want []byte
		for len(want) < total {
			part := make([]byte, min(total-len(want), chance.IntN(3<<20)))
			for i := range part {
				part[i] = byte(chance.Uint32())
			}
			want = append(want, part...)
			if n, err := b.Write(part); n != len(part) || err != nil {
				t.Fatalf("wrote %d of %d: %v", n, len(part), err)
			}
			clear(part) // it was taken over
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes came out as %d, %v", total, len(got), err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteBehindTellsThatItCannotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path) // for reading only
	if err != nil {
		t.Fatal(err)
	}
	b := durable.WriteBehind(file)
	var told error
	for range 12 {
		if _, told = b.Write(make([]byte, 1<<20)); told != nil {
			break
		}
	}
	if told == nil {
		t.Error("a file that takes nothing was written for long")
	}
	if err := b.Close(); err == nil {
		t.Error("all is said to be on the disk")
	}
	_ = file.Close()
}
