package desk

import (
	"context"

	"badgekiln/app/publish"
	"badgekiln/issuer/deliver/inspect"
)

// PlanMove tells what another public address would mean.
func (p publishDesk) PlanMove(ctx context.Context, to string) (publish.Move, error) {
	state, err := p.State(ctx)
	if err != nil {
		return publish.Move{}, err
	}
	plan, err := p.engine.PlanMove(ctx, state.Issuer, to)
	if err != nil {
		return publish.Move{}, err
	}
	m := publish.Move{From: plan.From, To: plan.To, Before: inspect.Before(plan.From, plan.To), Awards: len(plan.Awards)}
	for _, s := range plan.Staying {
		m.Staying = append(m.Staying, publish.Staying{Format: string(s.Format), Needs: string(s.Needs), Count: s.Count})
	}
	for _, one := range plan.Earlier {
		m.Earlier = append(m.Earlier, publish.Earlier(one))
	}
	for _, server := range inspect.Leaders() {
		m.Rules = append(m.Rules, publish.Rule{Server: string(server), Text: inspect.Lead(server, plan.From, plan.To)})
	}
	return m, nil
}

// Move changes the public address.
func (p publishDesk) Move(ctx context.Context, to, reason string) (int, error) {
	state, err := p.State(ctx)
	if err != nil {
		return 0, err
	}
	done, err := p.engine.MoveSite(ctx, state.Issuer, to, reason)
	return len(done.Reissued), err
}

// SetLanguage changes the language of the pages.
func (p publishDesk) SetLanguage(ctx context.Context, language string) error {
	return p.engine.SetSiteLanguage(ctx, language)
}

// SetLinkedIn has award pages offer to add the award there, or not.
func (p publishDesk) SetLinkedIn(ctx context.Context, offered bool) error {
	return p.engine.SetLinkedIn(ctx, offered)
}
