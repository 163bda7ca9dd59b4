package publish

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// item is a file whose turn has come.
type item struct {
	entry
	at   place
	data []byte
	sum  Sum // of data; is.Sum may be of what lies there
}

// items gives files that wait, with their bytes, some at a time: however many
// there are, memory has few of them at once.
func (r *run) items(ctx context.Context, all []place, give func([]item) error) error {
	for some := range slices.Chunk(all, target.Together) {
		list := make([]item, 0, len(some))
		for _, at := range some {
			e, err := r.spool.head(at)
			if err != nil {
				return err
			}
			list = append(list, item{entry: e, at: at})
		}
		for len(list) > 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			n, err := r.fill(ctx, list)
			if err != nil {
				return err
			}
			if err := give(r.differing(list[:n])); err != nil {
				return err
			}
			list = list[n:]
		}
	}
	return nil
}

// readAtOnce is how many bytes are read from the spool at once, or one more file.
const readAtOnce = 16 << 20

// fill reads or makes the bytes of the first files of a list, and says of how many.
func (r *run) fill(ctx context.Context, list []item) (n int, err error) {
	if list[0].later {
		return r.make(ctx, list)
	}
	for size := 0; n < len(list) && !list[n].later && size < readAtOnce; size += list[n-1].size {
		one := &list[n]
		if one.data, err = r.spool.data(one.at, one.entry); err != nil {
			return 0, err
		}
		one.sum = one.is.Sum
		n++
	}
	return n, nil
}

// make does so for files that were only named.
func (r *run) make(ctx context.Context, list []item) (int, error) {
	var want []Want
	for _, one := range list {
		if !one.later {
			break
		}
		want = append(want, Want{one.path, one.from})
	}
	made, err := r.o.Make(ctx, want)
	if err == nil && len(made) == 0 {
		err = fmt.Errorf("make %s: nothing came of it", list[0].path)
	}
	for i, data := range made {
		list[i].data, list[i].sum = data, sha256.Sum256(data)
		if data == nil {
			r.late[stem(list[i].path)] = true
		}
	}
	return len(made), err
}

// differing leaves out what came out as it lies there, and all of an award that
// changed meanwhile: a page of it could name what was not put. Pages that only
// their people are told of may name any, so that then all of them wait.
func (r *run) differing(list []item) []item {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(list, func(one item) bool {
		if !one.later {
			return false
		}
		late := r.late[stem(one.path)] || len(r.late) > 0 && strings.HasPrefix(one.path, issuer.ClaimFolder)
		same := !late && !r.taking && !one.added && one.is.Sum == one.sum
		switch {
		case late:
			r.report.Late++
		case same:
			r.report.Same++
			if one.is.Inputs != (Sum{}) {
				r.remade = append(r.remade, one.at)
			}
		default:
			return false
		}
		if !r.taking {
			r.report.Differ--
		}
		return true
	})
}

// stem is what the files of one face have in common.
func stem(name string) string {
	dir, file := path.Split(name)
	id, _, _ := strings.Cut(file, ".")
	return dir + id
}
