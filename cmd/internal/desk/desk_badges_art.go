package desk

import (
	"context"
	"strconv"

	"badgekiln/app/badges"
	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
)

// Designs lists what a picture can be drawn from.
func (b badgesDesk) Designs(context.Context) ([]badges.Design, error) { return nil, nil }

// FromDesign draws a design.
func (b badgesDesk) FromDesign(_ context.Context, id string) (badges.Art, error) {
	return badges.Art{}, issuer.Fail(issuer.Usage, "design-later", "design", id)
}

// drawn is the picture of a design for a class, with the design itself.
func (b badgesDesk) drawn(_ context.Context, id string) (*engine.Picture, []byte, error) {
	return nil, nil, issuer.Fail(issuer.Usage, "design-later", "design", id)
}

// designTitle is the name of the design a class was drawn from, or "".
func (b badgesDesk) designTitle(context.Context, issuer.BadgeClass) (string, error) { return "", nil }

// freeName finds a name that is not taken, by a number behind it.
func freeName(name string, taken map[string]bool) string {
	free := name
	for n := 2; taken[free]; n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	return free
}
