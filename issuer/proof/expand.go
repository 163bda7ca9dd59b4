package proof

import (
	"errors"
	"fmt"

	"github.com/piprate/json-gold/ld"
)

// loader hands contexts to json-gold, from memory only.
type loader struct{ contexts Contexts }

// LoadDocument is json-gold's way of asking.
func (l loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	value, ok := l.contexts.Context(url)
	if !ok {
		return nil, bad("proof-context", "url", url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: map[string]any{"@context": value}}, nil
}

// expand runs JSON-LD expansion in safe mode. A panic of the library becomes
// an error: it is fed documents of strangers.
func expand(root map[string]any, contexts Contexts) (nodes []any, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			nodes, err = nil, bad("proof-jsonld").Because(fmt.Errorf("expand: %v", fault))
		}
	}()
	options := ld.NewJsonLdOptions("")
	options.SafeMode = true
	options.DocumentLoader = loader{contexts}
	nodes, err = ld.NewJsonLdProcessor().Expand(root, options)
	if err == nil {
		return nodes, nil
	}
	var fault *ld.JsonLdError
	if errors.As(err, &fault) {
		switch fault.Code {
		case ld.InvalidProperty:
			return nil, bad("proof-term").Because(err)
		case ld.ProtectedTermRedefinition, ld.InvalidContextNullification:
			return nil, bad("proof-protected").Because(err)
		}
	}
	return nil, bad("proof-jsonld").Because(err)
}
