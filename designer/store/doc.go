// Package store keeps designs in files. A .badge file is a zip of design.json
// and the imported pictures as blobs/<SHA-256>, all of it stored without
// packing, in a fixed order and without times: the same design always gives the
// same bytes, on any machine and with any release.
//
// Files of others are taken for hostile until they were looked through: sizes
// and names are checked before anything is unpacked, hashes after. The package
// reads and writes streams; it must not know paths, windows or pixels.
package store
