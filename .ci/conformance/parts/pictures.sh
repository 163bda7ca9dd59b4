# Personal pictures. Read by ../part.sh.

say "personal pictures, decoded by libpng and Chromium to the pixels of pictures drawn whole"
mkdir -p "$work/pictures"
BADGEKILN_PICTURES=$work/pictures go test -count=1 -json -run '^TestWriteForReaders$' ./designer/bulk | tally
pngcheck -q "$work"/pictures/*.png
node "$here/pictures.mjs" "$work/pictures" --count 100
