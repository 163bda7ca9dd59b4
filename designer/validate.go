package designer

// Check tells what is wrong with a document, as a *Fault; nil when it is sound.
func (d Document) Check() error { return nil }
