package desk

import (
	"context"
	"sync"

	"badgekiln/app/awarding"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/award"
	"badgekiln/issuer/ledger"
)

// looks draws the badges of a plan. What they have in common is prepared when
// the first is asked for.
type looks struct {
	d     Awarding
	class issuer.BadgeClass
	rows  award.Rows

	portraits *engine.Portraits

	mu       sync.Mutex
	sketches *engine.Sketches
}

func (l *looks) prepared(ctx context.Context) (*engine.Sketches, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	if l.sketches == nil {
		if l.sketches, err = l.d.engine.Sketches(ctx, l.class); err == nil {
			l.sketches.Portraits = l.portraits
		}
	}
	return l.sketches, err
}

// award is what a row holds or will hold; false for one that gets nothing.
func (l *looks) award(ctx context.Context, row award.Row) (issuer.Award, bool, error) {
	if a, ok := row.Planned(); ok {
		return a, true, nil
	}
	if row.ID == "" {
		return issuer.Award{}, false, nil
	}
	var a issuer.Award
	err := l.d.engine.View(ctx, func(t *ledger.Tx) (err error) {
		a, err = t.Award(row.ID)
		return err
	})
	return a, err == nil, err
}

// Look draws the badge of a row.
func (l *looks) Look(ctx context.Context, i int) (awarding.Look, error) {
	a, ok, err := l.award(ctx, l.rows.At(i))
	if err != nil || !ok {
		return awarding.Look{}, err
	}
	s, err := l.prepared(ctx)
	if err != nil {
		return awarding.Look{}, err
	}
	drawn, err := s.Sketch(ctx, a)
	if err != nil {
		return awarding.Look{}, err
	}
	return awarding.Look{
		Picture: decoded(drawn.Picture), Personal: drawn.Personal, Missing: drawn.Missing, Crowded: drawn.Crowded,
		Awarded: a.IssuedOn, Expires: a.Expires,
	}, nil
}

// Worst finds the row whose badge suffers most of those that will be awarded.
func (l *looks) Worst(ctx context.Context) (int, error) {
	s, err := l.prepared(ctx)
	if err != nil {
		return -1, err
	}
	return s.Worst(ctx, l.names, func(i int) (issuer.Award, error) {
		a, _ := l.rows.At(i).Planned()
		return a, nil
	})
}

// names are those of the people who will be awarded, by their rows.
func (l *looks) names(yield func(int, string) bool) {
	for i := range l.rows.Len() {
		if l.rows.Fresh(i) && !yield(i, l.rows.At(i).Name) {
			return
		}
	}
}
