package drawing

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"badgekiln/designer/pngenc"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
)

// ClassSide is the width of a class picture, in pixels.
const ClassSide = 600

// jpegQuality keeps letters clean.
const jpegQuality = 92

// PictureKind is a kind of picture that a design is written as.
type PictureKind string

// The kinds of pictures.
const (
	PNG  PictureKind = "png"
	JPEG PictureKind = "jpeg"
)

// DrawDesign draws a design, so many pixels wide. Merge fields without a value
// stay in braces.
func DrawDesign(ctx context.Context, file store.File, width int, fields map[string]string) (*image.RGBA, error) {
	fonts, err := FontsOf(file)
	if err != nil {
		return nil, err
	}
	m, _, err := render.Image(ctx, file.Doc, render.Options{Width: width, Fonts: fonts, Blob: BlobOf(file), Fields: fields})
	return m, err
}

// RenderDesign draws a design and gives the bytes of the picture's file. A
// JPEG lies on white.
func RenderDesign(ctx context.Context, file store.File, kind PictureKind, width int, fields map[string]string) ([]byte, error) {
	m, err := DrawDesign(ctx, file, width, fields)
	if err != nil {
		return nil, err
	}
	if kind == PNG {
		return pngenc.Encode(render.Straight(m))
	}
	return OnWhite(m)
}

// OnWhite is the file of a JPEG.
func OnWhite(m *image.RGBA) ([]byte, error) {
	ground := image.NewRGBA(m.Bounds())
	draw.Draw(ground, ground.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(ground, ground.Bounds(), m, m.Bounds().Min, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, ground, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("draw design: %w", err)
	}
	return out.Bytes(), nil
}

// ClassPicture draws a design as the picture of a class. It is public and the
// same for everybody, so a merge field that has no value is left empty.
func ClassPicture(ctx context.Context, file store.File, fields map[string]string) (*Picture, error) {
	m, err := DrawDesign(ctx, file, ClassSide, Emptied(file.Doc, fields))
	if err != nil {
		return nil, err
	}
	art := render.Straight(m)
	data, err := pngenc.Encode(art)
	if err != nil {
		return nil, err
	}
	return newPicture(data, art)
}
