# Texts in ten scripts. Read by ../part.sh.

say "texts in ten scripts beside Chromium's; all of them on sheets in out/conformance/texts"
go run -tags= ./cmd/internal/specimen "$work/texts"
node "$here/texts.mjs" "$work/texts"
