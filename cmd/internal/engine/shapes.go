package engine

import (
	"context"

	"badgekiln/issuer/ledger"
)

// ShapeFields gives what somebody said the columns of a list with these
// headings are (see roster.Reading.Shape); nil when nobody did.
func (e *Engine) ShapeFields(ctx context.Context, shape string) (map[int]string, error) {
	if shape == "" {
		return nil, nil
	}
	var fields map[int]string
	err := e.View(ctx, func(t *ledger.Tx) (err error) {
		fields, err = t.ShapeFields(shape)
		return err
	})
	return fields, err
}

// RememberShape keeps what the columns of a list with these headings are.
func (e *Engine) RememberShape(ctx context.Context, shape string, fields map[int]string) error {
	if shape == "" {
		return nil
	}
	return e.ledger.Update(ctx, func(t *ledger.Tx) error { return t.RememberShape(shape, fields) })
}
