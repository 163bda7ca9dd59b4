package desk

import (
	"context"
	"image"
	"sync"

	"badgekiln/cmd/internal/drawing"
	"badgekiln/cmd/internal/engine"
	"badgekiln/designer/render"
	"badgekiln/designer/store"
	"badgekiln/designer/template"
	"badgekiln/designer/typeset"
	"badgekiln/issuer/ledger"
)

// memo keeps what takes a moment to read: fonts and templates. It is safe to
// use at the same time.
type memo struct {
	people    head
	papers    keptPapers
	mu        sync.Mutex
	faces     *typeset.Fonts
	templates *template.Catalogue
}

// head is how many people there are, as counted when so much had happened.
type head struct {
	mu       sync.Mutex
	happened int64
	count    int
	counted  bool
}

// of counts unless nothing happened since. Two who ask at once wait for one
// count.
func (h *head) of(ctx context.Context, e *engine.Engine) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	err := e.View(ctx, func(t *ledger.Tx) error {
		now, err := t.Happened()
		if err != nil || h.counted && now == h.happened {
			return err
		}
		n, err := t.CountPeople()
		if err == nil {
			h.happened, h.count, h.counted = now, n, true
		}
		return err
	})
	return h.count, err
}

func (m *memo) fonts() (*typeset.Fonts, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var err error
	if m.faces == nil {
		m.faces, err = drawing.Fonts()
	}
	return m.faces, err
}

// fontsOf are those with what travels with a design.
func (m *memo) fontsOf(file store.File) (*typeset.Fonts, error) {
	if len(file.Doc.Fonts) == 0 {
		return m.fonts()
	}
	return drawing.FontsOf(file)
}

func (m *memo) catalogue() (*template.Catalogue, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var err error
	if m.templates == nil {
		m.templates, err = drawing.Templates()
	}
	return m.templates, err
}

// draw draws a design, fields left as they are named.
func (m *memo) draw(ctx context.Context, file store.File, pixels int) (image.Image, error) {
	fonts, err := m.fontsOf(file)
	if err != nil {
		return nil, err
	}
	img, _, err := render.Image(ctx, file.Doc, render.Options{Width: pixels, Fonts: fonts, Blob: file.Blob})
	if err != nil {
		return nil, err
	}
	return img, nil
}
