package desk

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"badgekiln/app"
	"badgekiln/app/kit"
)

func readFull(r io.Reader, data []byte) (int, error) {
	n, err := io.ReadFull(r, data)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// kindOf tells what a file is, from its beginning and its ending.
func kindOf(data []byte, ending string) app.Kind {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(data, []byte("SQLite format 3\x00")):
		return app.KindLedger
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipped(data, ending)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return picture(bytes.Contains(data, []byte("openbadge")))
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")), bytes.HasPrefix(data, []byte("GIF8")), ending == ".webp":
		return app.KindPicture
	case ending == ".svg", bytes.HasPrefix(text, []byte("<svg")), bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("<svg")):
		return picture(bytes.Contains(text, []byte("openbadges")))
	case bytes.HasPrefix(text, []byte("{")), ending == ".json", ending == ".jwt", bytes.HasPrefix(text, []byte("eyJ")):
		return app.KindBadge
	}
	switch ending {
	case ".xls", ".fods":
		return app.KindList // where a list is read it is told what to save it as
	}
	if slices.Contains(kit.ListEndings(), ending) {
		return app.KindList
	}
	return app.KindOther
}

func picture(badge bool) app.Kind {
	if badge {
		return app.KindBadge
	}
	return app.KindPicture
}

func zipped(data []byte, ending string) app.Kind {
	switch {
	case ending == ".badge", bytes.Contains(data, []byte("design.json")):
		return app.KindDesign
	case slices.Contains(append(kit.ListEndings(), ".xlsb", ".numbers"), ending):
		return app.KindList
	}
	return app.KindOther
}
