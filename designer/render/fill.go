package render

import "badgekiln/designer/merge"

// Fill replaces the merge fields in braces by their values, as merge.Fill does.
func Fill(content string, fields map[string]string) string { return merge.Fill(content, fields) }

// FieldsOf lists the merge fields that a text names, as merge.Names does.
func FieldsOf(content string, known map[string]string) []string { return merge.Names(content, known) }
