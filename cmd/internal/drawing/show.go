package drawing

import (
	"bytes"
	"context"
	"image"
	"time"

	"github.com/disintegration/imaging"
)

// The largest stranger's picture that is shown, and how long drawing one may
// take.
const (
	maxShownSide = 8192 // pixels
	maxDrawn     = 3 * time.Second
)

// ShowPicture reads a stranger's picture, of pixels or SVG, to be looked at: at
// most a side large; nil when it is none. An SVG is drawn by our own importer,
// which runs no script and asks nobody for anything.
func ShowPicture(ctx context.Context, data []byte, side int) image.Image {
	if isSVG(data) {
		return showSVG(ctx, data, side)
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width > maxShownSide || config.Height > maxShownSide {
		return nil
	}
	art, err := imaging.Decode(bytes.NewReader(data), imaging.AutoOrientation(true))
	if err != nil {
		return nil
	}
	return imaging.Fit(art, side, side, imaging.Lanczos)
}

func showSVG(ctx context.Context, data []byte, side int) image.Image {
	if len(data) > MostImport {
		return nil
	}
	file, _, err := ImportDesign(data, "")
	if err != nil {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, maxDrawn)
	defer stop()
	width := side
	if file.Doc.Height > file.Doc.Width {
		width = max(1, int(float64(side)*file.Doc.Width/file.Doc.Height))
	}
	m, err := DrawDesign(ctx, file, width, nil)
	if err != nil {
		return nil
	}
	return m
}
