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

// sink takes files as a folder does, many together, and keeps none but the marks of who
// publishes. Whoever asks for another, or what there is, is told that nothing is.
type sink struct{ dir string }

// counted opens a sink that keeps its marks in a folder.
func counted(dir string) engine.OpenTarget {
	return func(context.Context, target.Place, target.Access) (target.Target, error) {
		return &sink{dir}, nil
	}
}

func marks(name string) bool { return name == publish.MarkFile || name == publish.BegunFile }

func (s *sink) Put(_ context.Context, name string, data []byte) error {
	if !marks(name) {
		return nil
	}
	return os.WriteFile(filepath.Join(s.dir, name), data, 0o600)
}

func (s *sink) PutAll(ctx context.Context, _ []target.File) error { return ctx.Err() }

func (s *sink) Get(_ context.Context, name string) ([]byte, error) {
	if !marks(name) {
		return nil, fs.ErrNotExist
	}
	return os.ReadFile(filepath.Join(s.dir, name)) // #nosec G304 -- a name of two that are fixed
}

func (s *sink) Listable(context.Context) bool { return false }

func (s *sink) Close() error { return nil }
