package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"

	"badgekiln/issuer"
	"badgekiln/issuer/bake"

	"github.com/spf13/cobra"
)

func (a *app) bakeVerb() *cobra.Command {
	var credentials []string
	var out string
	c := a.verb("bake", takes(1, 1), func(_ context.Context, args []string) error {
		return a.bake(args[0], credentials, out)
	})
	c.Flags().StringArrayVar(&credentials, "credential", nil, a.flag("bake", "credential"))
	c.Flags().StringVarP(&out, "out", "o", "", a.flag("bake", "out"))
	return require(a.dryFlag(c, "bake"), "credential", "out")
}

// baked is one credential in a picture, for results.
type baked struct {
	Format string `json:"format"` // ob2 or ob3: the place in the picture
	File   string `json:"file"`
}

// bake puts credentials into a picture, byte for byte as their files are, and
// takes out what was there.
func (a *app) bake(image string, credentials []string, out string) error {
	picture, err := a.picture(image)
	if err != nil {
		return err
	}
	var payloads []bake.Payload
	result := struct {
		Output string  `json:"output"`
		Bytes  int     `json:"bytes"`
		Baked  []baked `json:"baked"`
		DryRun bool    `json:"dry_run,omitempty"`
	}{Output: out, DryRun: a.dry}
	for _, name := range credentials {
		text, err := a.read(name, bake.MaxText)
		if err != nil {
			return err
		}
		generation, ok := generationOf(text)
		if !ok {
			return issuer.Fail(issuer.Input, "credential-unknown", "file", name).At(name)
		}
		payloads = append(payloads, bake.Payload{Generation: generation, Text: text})
		result.Baked = append(result.Baked, baked{formatOf(generation), name})
	}
	data, err := picture.Bake(payloads...)
	if err != nil {
		return at(err, image)
	}
	result.Bytes = len(data)
	if err := a.write(out, data); err != nil || a.console.answered {
		return err
	}
	return a.console.Result(result, func(w io.Writer) {
		a.line(w, a.dried("cli.bake.done"), "file", out, "bytes", strconv.Itoa(len(data)))
		a.drily(w)
	})
}

func (a *app) picture(name string) (*bake.Picture, error) {
	data, err := a.read(name, bake.MaxPicture)
	if err != nil {
		return nil, err
	}
	p, err := bake.Parse(data)
	return p, at(err, name)
}

// at names the file in an error that does not know it.
func at(err error, where string) error {
	if e, ok := err.(*issuer.Error); ok && e.Where == "" { //nolint:errorlint // only a bare one is ours to complete
		return e.At(where)
	}
	return err
}

// generationOf tells which generation a credential's text belongs to, by the
// types the standards give it: a credential is 3.0, an assertion is older.
func generationOf(text []byte) (bake.Generation, bool) {
	kind, _ := bake.Classify(text)
	if kind == bake.JWS {
		parts := bytes.Split(text, []byte("."))
		claims, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
		if err != nil {
			return 0, false
		}
		text = claims
	}
	var d struct {
		Type    any             `json:"type"`
		Subject json.RawMessage `json:"credentialSubject"`
		VC      json.RawMessage `json:"vc"`
		Badge   json.RawMessage `json:"badge"`
	}
	if json.Unmarshal(text, &d) != nil {
		return 0, false
	}
	switch {
	case d.Subject != nil, d.VC != nil:
		return bake.OB3, true
	case d.Badge != nil, d.Type == "Assertion":
		return bake.OB2, true
	default:
		return 0, false
	}
}

func formatOf(g bake.Generation) string {
	if g == bake.OB3 {
		return string(issuer.OB3)
	}
	return string(issuer.OB2)
}
