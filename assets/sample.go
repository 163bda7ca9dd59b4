package assets

import "embed"

//go:embed sample
var sample embed.FS

// SampleRoster is the list of the sample workshop, CSV in UTF-8: 14 rows, 13
// people, one identical row, one address with a typo.
func SampleRoster() []byte {
	data, err := sample.ReadFile("sample/roster.csv")
	if err != nil {
		panic("assets: the sample roster is not embedded") // the compiler saw it there
	}
	return data
}
