package designer

import "sort"

// Fault is something wrong with a design or a design file that a person is
// told about. Code is the key of its sentence in the words ("design.<code>").
type Fault struct {
	Code   string
	Values map[string]string
	Err    error // the technical cause, or nil
}

// Fail makes a Fault; pairs are alternating names and values.
func Fail(code string, pairs ...string) *Fault {
	f := &Fault{Code: code, Values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values[pairs[i]] = pairs[i+1]
	}
	return f
}

// Because attaches the technical cause.
func (f *Fault) Because(err error) *Fault { f.Err = err; return f }

// Error gives the technical text; people are shown the sentence of the code.
func (f *Fault) Error() string {
	text := f.Code
	names := make([]string, 0, len(f.Values))
	for name := range f.Values {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		text += " " + name + "=" + f.Values[name]
	}
	if f.Err != nil {
		text += ": " + f.Err.Error()
	}
	return text
}

// Unwrap gives the technical cause.
func (f *Fault) Unwrap() error { return f.Err }
