package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer/deliver/publish"
	"badgekiln/issuer/deliver/target"
)

// sink takes files as a folder does, many together, and keeps none but the mark of who
// published last. Whoever asks for another, or what there is, is told that nothing is.
type sink struct{ mark string }

// counted opens a sink that keeps its mark in a folder.
func counted(dir string) engine.OpenTarget {
	return func(context.Context, target.Place, target.Access) (target.Target, error) {
		return &sink{filepath.Join(dir, "mark")}, nil
	}
}

func (s *sink) Put(_ context.Context, name string, data []byte) error {
	if name != publish.MarkFile {
		return nil
	}
	return os.WriteFile(s.mark, data, 0o600)
}

func (s *sink) PutAll(ctx context.Context, _ []target.File) error { return ctx.Err() }

func (s *sink) Get(_ context.Context, name string) ([]byte, error) {
	if name != publish.MarkFile {
		return nil, fs.ErrNotExist
	}
	return os.ReadFile(s.mark)
}

func (s *sink) Listable(context.Context) bool { return false }

func (s *sink) Close() error { return nil }
