# Drawings in every format. Read by ../part.sh.

say "drawings: SVG by resvg, librsvg and Chromium; every template as SVG by librsvg and as PDF by poppler and qpdf"
mkdir -p "$work/drawings"
BADGEKILN_DRAWINGS=$work/drawings go test -count=1 -json -run '^TestWriteForReaders$' ./designer/svgout | tally
node "$here/drawings.mjs" "$work/drawings" --count 100
BADGEKILN_ALL=1 go test -count=1 -json -run '^(TestDrawings|TestPDFIsSearchable)$' ./cmd/internal/drawing | tally
