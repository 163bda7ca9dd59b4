package engine

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"badgekiln/issuer"
)

// BadgeFiles replaces folders by the files in them that could hold a badge, as
// Import does, but stops at most files; more tells that there were more. What
// is no folder stays as it is.
func BadgeFiles(ctx context.Context, inputs []string, most int) (files []string, more bool, err error) {
	for _, input := range inputs {
		info, err := os.Stat(input)
		if err != nil || !info.IsDir() {
			files = append(files, input)
			continue
		}
		err = filepath.WalkDir(input, func(path string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				return issuer.Fail(issuer.Input, "file-unreadable", "file", path).At(path).Because(err)
			case strings.HasPrefix(d.Name(), ".") && path != input:
				if d.IsDir() {
					return fs.SkipDir
				}
			case !d.Type().IsRegular() || !mayBeBadge(d.Name()):
			case len(files) >= most:
				more = true
				return fs.SkipAll
			default:
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, false, err
		}
	}
	return files, more, nil
}
