package bake_test

import (
	"bytes"
	"compress/zlib"
)

// bomb is a few KB that inflate to 32 MB.
func bomb() string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	zeros := make([]byte, 1<<20)
	for range 32 {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	return b.String()
}
