package proof

// appendTerm writes a term in canonical N-Quads (RDFC-1.0 §4.3). label gives
// the name of a blank node.
func appendTerm(dst []byte, t term, label func(string) string) []byte {
	switch t.kind {
	case iri:
		dst = append(dst, '<')
		dst = append(dst, t.text...)
		return append(dst, '>')
	case blank:
		dst = append(dst, "_:"...)
		return append(dst, label(t.text)...)
	}
	dst = append(dst, '"')
	dst = appendEscaped(dst, t.text)
	return appendSuffix(dst, t)
}

// appendSuffix writes what follows the text of a literal.
func appendSuffix(dst []byte, t term) []byte {
	dst = append(dst, '"')
	switch {
	case t.language != "":
		dst = append(dst, '@')
		dst = append(dst, t.language...)
	case t.datatype != xsdString:
		dst = append(dst, "^^<"...)
		dst = append(dst, t.datatype...)
		dst = append(dst, '>')
	}
	return dst
}

func appendQuad(dst []byte, q quad, label func(string) string) []byte {
	dst = append(appendTerm(dst, q.s, label), ' ')
	dst = append(appendTerm(dst, q.p, label), ' ')
	dst = append(appendTerm(dst, q.o, label), ' ')
	if q.g.kind != none {
		dst = append(appendTerm(dst, q.g, label), ' ')
	}
	return append(dst, ".\n"...)
}

// appendEscaped writes the inside of a literal. Exactly these characters are
// escaped, each in one way: two writers must agree on every byte.
func appendEscaped(dst []byte, text string) []byte {
	from := 0 // what was not written yet
	for i := range len(text) {
		if c := text[i]; c >= 0x20 && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		dst = append(dst, text[from:i]...)
		dst = appendEscape(dst, text[i])
		from = i + 1
	}
	return append(dst, text[from:]...)
}

func appendEscape(dst []byte, c byte) []byte {
	const hexDigits = "0123456789ABCDEF"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\t':
		return append(dst, '\\', 't')
	case '\n':
		return append(dst, '\\', 'n')
	case '\f':
		return append(dst, '\\', 'f')
	case '\r':
		return append(dst, '\\', 'r')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
