package publish

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// byServer follows on the mark of who begins where the server decides: such a machine
// puts its mark in place of the one it read or not at all, so that it can hide nobody's,
// and whoever won need not fear it.
const byServer = "="

// never is no version of any file.
const never = "badgekiln"

// begin says that this machine begins. It gives the target if its server decides which
// of two came first, which is asked of it by a condition that no file fulfils: many take
// no notice and put the file.
func (r *run) begin(ctx context.Context, mark string) (target.Deciding, error) {
	if r.batch != nil {
		return nil, nil // whoever comes second is refused when it settles
	}
	decides, ok := r.to.(target.Deciding)
	if !ok {
		return nil, r.sign(ctx, BegunFile, mark)
	}
	put, err := decides.Replace(ctx, BegunFile, never, signed(mark))
	if err != nil || put {
		return nil, err
	}
	return decides, r.sign(ctx, BegunFile, mark+byServer)
}

// first leaves the mark of this publication unless somebody else left one since the look.
func (r *run) first(ctx context.Context, decides target.Deciding, mark string) error {
	data, version, err := decides.Version(ctx, MarkFile)
	now := ""
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return err
	default:
		now = marking(data)
	}
	if now == r.marked {
		put, err := decides.Replace(ctx, MarkFile, version, signed(mark))
		if err != nil || put {
			return err
		}
		// A store that is asked again, because its answer was lost, refuses what it has.
		if now, err = r.textNow(ctx, MarkFile); err != nil || now == mark {
			return err
		}
	}
	return issuer.Fail(issuer.Refused, "publish-elsewhere")
}

// last does so where no server decides: it looks, and leaves its mark.
func (r *run) last(ctx context.Context, mark string) error {
	if now, err := r.mark(ctx); err != nil || now != r.marked {
		if err != nil {
			return err
		}
		return issuer.Fail(issuer.Refused, "publish-elsewhere")
	}
	return r.sign(ctx, MarkFile, mark)
}

// signed is how a mark lies in a file, and marking reads it.
func signed(mark string) []byte { return []byte(mark + "\n") }

func marking(data []byte) string {
	if len(data) > longestMark {
		return spoiled
	}
	return cmp.Or(strings.TrimSpace(string(data)), spoiled)
}
