package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"

	"github.com/spf13/cobra"
)

func (a *app) revokeVerb() *cobra.Command {
	var reason string
	c := a.verb("revoke", takes(1, -1), func(ctx context.Context, args []string) error {
		if strings.TrimSpace(reason) == "" {
			return issuer.Fail(issuer.Usage, "reason-empty")
		}
		return a.working(ctx, func(e *engine.Engine) error { return a.revoke(ctx, e, args, reason) })
	})
	c.Flags().StringVar(&reason, "reason", "", a.flag("revoke", "reason"))
	return require(a.dryFlag(c, "revoke"), "reason")
}

// revoked is the result of revoke.
type revoked struct {
	Revoked   []recordView `json:"revoked"`
	Unchanged []recordView `json:"unchanged"` // did not stand before either
	Reason    string       `json:"reason"`
	Publish   []string     `json:"publish"` // addresses whose files changed
	DryRun    bool         `json:"dry_run,omitempty"`
}

func (a *app) revoke(ctx context.Context, e *engine.Engine, ids []string, reason string) error {
	v := revoked{Revoked: []recordView{}, Unchanged: []recordView{}, Reason: reason, Publish: []string{}, DryRun: a.dry}
	hidden, seen := 0, map[string]bool{} // hidden: nothing public tells of its revocation
	if err := e.EachWithFaces(ctx, ids, func(d issuer.Award, faces []issuer.Face) error {
		switch {
		case seen[d.ID]:
		case d.State == issuer.Pending:
			return issuer.Fail(issuer.Input, "award-pending", "id", d.ID)
		case d.State != issuer.Issued && d.State != issuer.Suspended:
			v.Unchanged = append(v.Unchanged, viewAward(d))
		default:
			v.Revoked = append(v.Revoked, viewAward(d))
			public := publicFiles(faces)
			v.Publish = append(v.Publish, public...)
			if len(public) == 0 {
				hidden++
			}
		}
		seen[d.ID] = true
		return nil
	}); err != nil {
		return err
	}
	slices.Sort(v.Publish)
	v.Publish = slices.Compact(v.Publish)
	if len(v.Revoked) > 0 {
		if err := a.revokeNow(ctx, e, &v); err != nil {
			return err
		}
	}
	return a.console.Result(v, func(w io.Writer) { a.showRevoked(w, v, hidden) })
}

// publicFiles are the addresses whose files change with a revocation.
func publicFiles(faces []issuer.Face) (urls []string) {
	for _, f := range faces {
		v := viewFace(f)
		switch {
		case v.Hosted && f.Format.Hosted():
			urls = append(urls, v.ID)
		case f.Format == issuer.OB2Signed:
			urls = append(urls, f.Identity.BaseURL+issuer.RevokedPath(f.Identity.Issuer))
		case v.Status != nil:
			urls = append(urls, v.Status.List)
		}
	}
	return urls
}

func (a *app) revokeNow(ctx context.Context, e *engine.Engine, v *revoked) error {
	if err := a.clock(ctx, e); err != nil {
		return err
	}
	if n := len(v.Revoked); n > 1 && !a.dry {
		yes, err := a.console.Ask(ctx, "cli.ask.revoke", "--yes", "count", strconv.Itoa(n))
		if err == nil && !yes {
			err = issuer.Fail(issuer.Usage, "not-confirmed")
		}
		if err != nil {
			return err
		}
	}
	ids := make([]string, 0, len(v.Revoked))
	for _, r := range v.Revoked {
		ids = append(ids, r.ID)
	}
	done, err := e.Revoke(ctx, ids, v.Reason)
	did := make(map[string]bool, len(done))
	for _, id := range done {
		did[id] = true
	}
	for i := range v.Revoked {
		v.Revoked[i].Reason = v.Reason
		if did[v.Revoked[i].ID] {
			v.Revoked[i].State = string(issuer.Revoked)
		}
	}
	return err
}

func (a *app) showRevoked(w io.Writer, v revoked, hidden int) {
	if n := len(v.Revoked); n > 0 {
		_, _ = fmt.Fprintln(w, a.counted(a.dried("cli.revoke.done"), n))
		a.people(v.Revoked).print(w, "  ")
	}
	if n := len(v.Unchanged); n > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.revoke.before", n))
		a.people(v.Unchanged).print(w, "  ")
	}
	if len(v.Publish) > 0 {
		a.line(w, "cli.revoke.publish")
		for _, url := range v.Publish {
			_, _ = fmt.Fprintln(w, "  "+url)
		}
	}
	if hidden > 0 {
		_, _ = fmt.Fprintln(w, a.counted("cli.revoke.hidden", hidden))
	}
	a.drily(w)
}

func (a *app) people(list []recordView) *table {
	var t table
	for _, r := range list {
		t.add(r.ID, r.Class, r.Name, r.Email)
	}
	return &t
}
