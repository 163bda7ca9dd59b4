package pngenc

import "image"

// Few writes a picture in at most 256 colours of its own: about a third of the
// bytes. Colours lie so near to the picture's that a difference is hard to see;
// there is no dithering.
func Few(art *image.NRGBA) ([]byte, error) { return Encode(reduce(art)) }
