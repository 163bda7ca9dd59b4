package template

import (
	"slices"

	"badgekiln/designer"
)

// The roles of layers in templates.
const (
	RoleTitle     = "title"
	RoleSubtitle  = "subtitle"
	RoleRecipient = "recipient"
	RoleOrg       = "org"
	RoleDate      = "date"
	RoleNumber    = "number"
	RoleEmblem    = "emblem"
)

// TextRoles lists the roles that texts have, the weightiest first.
func TextRoles() []string {
	return []string{RoleTitle, RoleSubtitle, RoleRecipient, RoleOrg, RoleDate, RoleNumber}
}

// Texts lists the texts of a design that have a role, groups looked into.
func Texts(doc designer.Document) []*designer.Layer {
	var list []*designer.Layer
	walk(doc.Layers, func(l *designer.Layer) {
		if l.Text != nil && l.Role != "" {
			list = append(list, l)
		}
	})
	return list
}

func walk(layers []*designer.Layer, see func(*designer.Layer)) {
	for _, l := range layers {
		see(l)
		if l.Group != nil {
			walk(l.Group.Layers, see)
		}
	}
}

// WithText gives the design with another content of its first text of a role.
// Code "role-unknown" when it has none.
func WithText(doc designer.Document, role, content string) (designer.Document, error) {
	layers, done := withText(doc.Layers, role, content)
	if !done {
		return doc, designer.Fail("role-unknown", "role", role)
	}
	doc.Layers = layers
	return doc, nil
}

func withText(layers []*designer.Layer, role, content string) ([]*designer.Layer, bool) {
	for i, l := range layers {
		changed := *l
		switch {
		case l.Text != nil && l.Role == role:
			text := *l.Text
			text.Content = content
			changed.Text = &text
		case l.Group != nil:
			inner, done := withText(l.Group.Layers, role, content)
			if !done {
				continue
			}
			changed.Group = &designer.Group{Layers: inner}
		default:
			continue
		}
		layers = slices.Clone(layers)
		layers[i] = &changed
		return layers, true
	}
	return layers, false
}
