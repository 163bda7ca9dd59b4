#!/bin/sh
# Builds kiln for this system and packs it with its papers.
#
#   .ci/package.sh FOLDER
set -eu

folder=$1
version=$(sed -n 's/.*Version *= *"\(.*\)".*/\1/p' cmd/internal/release/release.go)
name=kiln-$version-$(go env GOOS)-$(go env GOARCH)
exe=kiln$(go env GOEXE)

rm -rf "${folder:?}/$name"
mkdir -p "$folder/$name/docs"
go generate ./assets # collects the licence texts that the next line embeds
# The Makefile's tags are those of tests, which leave out what was fetched.
go build -tags= -trimpath -buildvcs=auto -ldflags "-s -w" -o "$folder/$name/$exe" ./cmd/kiln
cp README.md "$folder/$name/"
cp docs/scripts.md "$folder/$name/docs/" # kiln's help names it
"$folder/$name/$exe" licences >"$folder/$name/LICENCES.txt"
tar -C "$folder" -czf "$folder/$name.tar.gz" "$name"
echo "$folder/$name.tar.gz"
