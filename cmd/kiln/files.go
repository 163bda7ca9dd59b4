package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"syscall"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/durable"
)

// stdio is the file name that means standard input or standard output.
const stdio = "-"

// read reads a file, or standard input for "-", of at most limit bytes.
func (a *app) read(name string, limit int64) ([]byte, error) {
	if name == stdio {
		return readAll(a.console.in, name, limit)
	}
	f, err := os.Open(name) //nolint:gosec // G304: the person named it
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer func() { _ = f.Close() }()
	return readAll(f, name, limit)
}

func readAll(r io.Reader, name string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if int64(len(data)) > limit {
		return nil, issuer.Fail(issuer.Input, "file-too-big", "file", name, "max", strconv.FormatInt(limit, 10)).At(name)
	}
	return data, nil
}

func unreadable(name string, err error) error {
	code := "file-unreadable"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		code = "file-missing"
	case errors.Is(err, syscall.EISDIR):
		code = "file-is-folder"
	}
	return issuer.Fail(issuer.Input, code, "file", name).At(name).Because(err)
}

// write writes a file whole or not at all, or standard output for "-". What is
// there and is no plain file, a device for example, is written to and not
// replaced. A dry run fails where writing would, as far as that can be
// foreseen, and writes nothing.
func (a *app) write(name string, data []byte) error {
	if name == stdio {
		if a.console.json {
			return issuer.Fail(issuer.Usage, "output-twice")
		}
		if a.dry {
			return nil
		}
		return a.console.Bytes(data)
	}
	info, err := os.Stat(name)
	device := err == nil && !info.Mode().IsRegular()
	switch {
	case err == nil && info.IsDir():
		return issuer.Fail(issuer.Input, "file-is-folder", "file", name).At(name)
	case a.dry && device:
		return nil
	case a.dry:
		return unwritable(name, engine.CanWrite(name))
	case device:
		return unwritable(name, os.WriteFile(name, data, 0o600))
	}
	return unwritable(name, durable.WriteFile(name, data, 0o644))
}

func unwritable(name string, err error) error {
	if err == nil {
		return nil
	}
	code := "file-unwritable"
	if issuer.DiskFull(err) {
		code = "disk-full"
	}
	return issuer.Fail(issuer.Broken, code, "file", name).At(name).Because(err)
}
