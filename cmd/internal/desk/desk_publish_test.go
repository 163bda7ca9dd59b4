package desk

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"badgekiln/app/publish"
)

// TestMovingToAnotherAddress: what is told of each kind of badge, and that the
// files of the old address still have a place.
func TestMovingToAnotherAddress(t *testing.T) {
	ctx, d := context.Background(), emptyDesk(t)
	_, _ = written(t, d)
	p := publishDesk{d, &shown{}}
	const from, to = "https://badges.toepferhof.example/", "https://new.toepferhof.example/"
	plan, err := p.PlanMove(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	if plan.From != from || plan.Before != to+"was/badges.toepferhof.example/" || plan.Awards != 1 || len(plan.Staying) != len(formats()) || len(plan.Rules) != 3 {
		t.Errorf("%+v", plan)
	}
	if remade, err := p.Move(ctx, plan.To, ""); err != nil || remade != 0 {
		t.Fatal(remade, err)
	}
	if _, err := p.Add(ctx, publish.NewPlace{Name: "was", Address: filepath.Join(t.TempDir(), "was"), Base: from}); err != nil {
		t.Fatal(err)
	}
	if err := p.SetLanguage(ctx, "de"); err != nil {
		t.Fatal(err)
	}
	if err := p.SetLinkedIn(ctx, false); err != nil {
		t.Fatal(err)
	}
	state, err := p.State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if state.Base != to || !slices.Equal(state.Earlier, []string{from}) || state.Places[0].Base != from || state.Language != "de" || state.LinkedIn {
		t.Errorf("%+v", state)
	}
}
