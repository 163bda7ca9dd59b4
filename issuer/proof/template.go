package proof

// Template hashes the documents of one shape without expanding each: the
// dataset is made once, values go into the finished quads. The result is
// exactly that of HashDocument. A Template is read-only after Compile and
// serves any number of goroutines.
type Template struct{}

// Compile makes the Template of a shape: the Shape of an issuer.Document taken
// WITHOUT its proof member, that is JSON text in which a hole is a string of
// one 0x00 byte. Holes stand for literals or identifiers (IRIs); not for types,
// contexts or language tags. Two probe rows are compared with HashDocument
// before the template is given out.
func Compile(shape []byte, ctx Contexts) (*Template, error) { return nil, unfinished() }

// Hash is HashDocument of the shape with values (plain texts, in the order of
// the holes) put in.
func (t *Template) Hash(values []string) ([32]byte, error) { return [32]byte{}, unfinished() }
