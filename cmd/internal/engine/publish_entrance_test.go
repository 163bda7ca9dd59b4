package engine

import (
	"context"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// TestAnotherPasswordKeepsWhatIsKnown: a place that lets nobody in any more is opened
// by another password, without being compared or sent to anew.
func TestAnotherPasswordKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	ctx, dir, right := t.Context(), t.TempDir(), "first"
	l, _ := newLife(t)
	l.awardMany(t, 3)
	l.env.AtSite = func(ctx context.Context, _ target.Place, a target.Access) (target.Target, error) {
		if a.Secret != right {
			return nil, issuer.Fail(issuer.Refused, "target-refused")
		}
		return target.Open(ctx, target.Place{Kind: target.Folder, URL: dir}, target.Access{})
	}
	if _, err := l.AddTarget(ctx, NewTarget{Name: "dav", Address: "davs://ada@host.example/dav", Secret: "first"}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Publish(ctx, Publication{Target: "dav"}, l.words); err != nil {
		t.Fatal(err)
	}
	right = "second"
	if _, err := l.Publish(ctx, Publication{Target: "dav"}, l.words); issuer.CodeOf(err) != "target-refused" {
		t.Fatalf("by the old one: %v", err)
	}
	if _, err := l.SetEntrance(ctx, "dav", Entrance{Secret: &right}); err != nil {
		t.Fatal(err)
	}
	done, err := l.Publish(ctx, Publication{Target: "dav"}, l.words)
	if err != nil || done.Done != 0 || done.Same == 0 {
		t.Errorf("by the new one: %d sent, %d same, %v", done.Done, done.Same, err)
	}
}
