package engine

import (
	"context"

	"badgekiln/issuer/verify"
)

// remembered is a Loader that asks for no address twice in one run: hundreds
// of badges share a class, an issuer and a status list. What was read says the
// same to all of them, even if it changes meanwhile.
type remembered struct {
	verify.Loader
	known map[string]answer
	room  int // bytes that may still be kept
}

type answer struct {
	document verify.Document
	err      error
}

func remember(l verify.Loader) verify.Loader {
	const most = 64 << 20
	r := &remembered{Loader: l, known: map[string]answer{}, room: most}
	if local, ok := l.(verify.Local); ok && local.Local() {
		return rememberedLocal{r}
	}
	return r
}

// Load asks once. A run that was cancelled is no answer.
func (r *remembered) Load(ctx context.Context, url string) (verify.Document, error) {
	if known, ok := r.known[url]; ok {
		return known.document, known.err
	}
	document, err := r.Loader.Load(ctx, url)
	if size := len(url) + len(document.Bytes); ctx.Err() == nil && size <= r.room {
		r.room -= size
		r.known[url] = answer{document, err}
	}
	return document, err
}

// rememberedLocal is one that asks no network.
type rememberedLocal struct{ *remembered }

// Local tells so.
func (rememberedLocal) Local() bool { return true }
