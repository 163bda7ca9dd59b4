package roster_test

import (
	"fmt"
	"strings"
	"testing"

	"badgekiln/issuer/roster"
)

func makeList(rows int) []byte {
	var b strings.Builder
	b.WriteString("name,email,evidence,company\n")
	for i := range rows {
		fmt.Fprintf(&b, "Zoë Person %d,person.%d@school%d.example.org,https://example.org/projects/%d,\"Company, %d\"\n", i, i, i%100, i%5000, i%50)
	}
	return []byte(b.String())
}

// BenchmarkParse reads 100,000 rows of 4 columns a time.
func BenchmarkParse(b *testing.B) { benchParse(b, 100_000) }

// BenchmarkParseMillion reads a million rows of 4 columns a time.
func BenchmarkParseMillion(b *testing.B) { benchParse(b, 1_000_000) }

func benchParse(b *testing.B, rows int) {
	b.Helper()
	data := makeList(rows)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := roster.Parse(data, "list.csv", roster.Options{})
		if err != nil || r.People.Len() != rows {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkStream(b *testing.B) {
	data := string(makeList(10_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		s := roster.NewStream(strings.NewReader(data), roster.Options{})
		for {
			if _, _, err := s.Next(); err != nil {
				break
			}
		}
	}
}
