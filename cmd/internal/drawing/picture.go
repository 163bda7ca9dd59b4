package drawing

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	_ "image/gif"  // pictures people have
	_ "image/jpeg" // pictures people have
	"io"
	"io/fs"
	"os"
	"strconv"

	"badgekiln/designer/pngenc"
	"badgekiln/issuer"
	"badgekiln/issuer/bake"

	"github.com/disintegration/imaging"
)

// The limits of pictures that come in. A foreign file is measured before it is
// decoded.
const (
	MaxPictureFile = 32 << 20 // bytes
	maxPictureSide = 8192     // pixels
	minPictureSide = 32       // pixels; less is no badge
	maxDataImage   = 24 << 10 // bytes of a data: URI inside a credential
)

// DataPrefix begins the data: URI of a PNG.
const DataPrefix = "data:image/png;base64,"

// Picture is a class picture or logo, checked: PNG bytes, and once more small
// enough to travel inside a credential.
type Picture struct {
	Type  string // media type
	Bytes []byte
	Small string // data: URI of at most 24 KB
}

// ReadPicture reads a picture from a file. A PNG or SVG stays as it is, byte
// for byte, but for a badge baked into it; other kinds become a PNG.
func ReadPicture(path string) (*Picture, error) {
	data, err := readPictureFile(path)
	if err != nil {
		return nil, err
	}
	p, err := NewPicture(data)
	var fault *issuer.Error
	if errors.As(err, &fault) {
		fault.Values["file"] = path
		return nil, fault.At(path)
	}
	return p, err
}

// readPictureFile reads a file of a size that a picture may have.
func readPictureFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, issuer.Fail(issuer.Input, "picture-missing", "file", path).At(path)
	case err != nil:
		return nil, issuer.Fail(issuer.Input, "picture-unreadable", "file", path).At(path).Because(err)
	case !info.Mode().IsRegular():
		return nil, issuer.Fail(issuer.Input, "picture-not-file", "file", path).At(path)
	case info.Size() > MaxPictureFile:
		return nil, issuer.Fail(issuer.Input, "picture-too-large", "file", path, "limit", strconv.Itoa(MaxPictureFile>>20)).At(path)
	}
	f, err := os.Open(path) // #nosec G304 -- the user's picture
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "picture-unreadable", "file", path).At(path).Because(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, MaxPictureFile+1))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "picture-unreadable", "file", path).At(path).Because(err)
	}
	return data, nil
}

// NewPicture checks picture bytes: kind, sides, and that they decode.
func NewPicture(data []byte) (*Picture, error) {
	if isSVG(data) {
		return svgPicture(data)
	}
	if kind, _ := bake.Sniff(data); kind == bake.PNG { // tells more than the decoder
		p, err := bake.Parse(data)
		if err == nil {
			data, err = p.Bake() // without the badge of somebody, who is nobody else's business
		}
		if err != nil {
			return nil, err
		}
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "picture-format", "file", "").Because(err)
	}
	if config.Width > maxPictureSide || config.Height > maxPictureSide || config.Width < minPictureSide || config.Height < minPictureSide {
		return nil, issuer.Fail(issuer.Input, "picture-sides", "file", "", "sides", strconv.Itoa(config.Width)+" × "+strconv.Itoa(config.Height),
			"least", strconv.Itoa(minPictureSide), "most", strconv.Itoa(maxPictureSide))
	}
	art, err := imaging.Decode(bytes.NewReader(data), imaging.AutoOrientation(true))
	if err != nil {
		return nil, issuer.Fail(issuer.Input, "picture-damaged", "file", "").Because(err)
	}
	if kind != "png" {
		if data, err = pngenc.Encode(art); err != nil {
			return nil, issuer.Fail(issuer.Broken, "picture-damaged", "file", "").Because(err)
		}
	}
	return newPicture(data, art)
}

// newPicture is a picture of PNG bytes and of what they decode to.
func newPicture(data []byte, art image.Image) (*Picture, error) {
	room := base64.StdEncoding.DecodedLen(maxDataImage-len(DataPrefix)) - 2 // of which padding may take two
	small, ok, err := pngenc.Small(art, room)
	if err != nil || !ok {
		return nil, issuer.Fail(issuer.Input, "picture-damaged", "file", "").Because(err)
	}
	return &Picture{Type: "image/png", Bytes: data, Small: DataPrefix + base64.StdEncoding.EncodeToString(small)}, nil
}
