package keys

import (
	"bytes"
	"crypto/ed25519"
	"math/rand/v2"
	"testing"
)

// Signing many at once gives the bytes of the standard library, whatever is
// signed, in whatever company.
func TestManyAreTheSameAsOneByOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, count := range []int{0, 1, 2, 3, 64, 500} {
		seed := make([]byte, ed25519.SeedSize)
		for i := range seed {
			seed[i] = byte(random.Uint32())
		}
		key := ed25519.NewKeyFromSeed(seed)
		m, err := newMany(key)
		if err != nil {
			t.Fatal(err)
		}
		messages := make([][]byte, count)
		for i := range messages {
			messages[i] = bytes.Repeat([]byte{byte(i), byte(count)}, random.IntN(200))
		}
		signatures, err := m.sign(messages)
		if err != nil || len(signatures) != count {
			t.Fatalf("%d messages: %d signatures, %v", count, len(signatures), err)
		}
		for i, message := range messages {
			if want := ed25519.Sign(key, message); !bytes.Equal(signatures[i], want) {
				t.Fatalf("%d messages, number %d: %x, want %x", count, i, signatures[i], want)
			}
		}
	}
}

func BenchmarkSign(b *testing.B) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	m, err := newMany(key)
	if err != nil {
		b.Fatal(err)
	}
	messages := make([][]byte, 256)
	for i := range messages {
		messages[i] = bytes.Repeat([]byte{byte(i)}, 64)
	}
	b.Run("one by one", func(b *testing.B) {
		for i := range b.N {
			ed25519.Sign(key, messages[i%len(messages)])
		}
	})
	b.Run("many", func(b *testing.B) {
		for range (b.N + len(messages) - 1) / len(messages) {
			if _, err := m.sign(messages); err != nil {
				b.Fatal(err)
			}
		}
	})
}
