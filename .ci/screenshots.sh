#!/bin/sh
# Takes pictures of every screen in the real window, light and dark.
#
#   .ci/screenshots.sh             those of the README and docs/, at 100 %
#   .ci/screenshots.sh FOLDER 1,2  more of them, to look at
set -eu

out=${1:-docs/screens}
scales=${2:-1}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

GOFLAGS=-buildvcs=false go build -tags x11,migrated_fynedo,probe -o "$build/badgekiln" ./cmd/badgekiln
GOFLAGS=-buildvcs=false go build -o "$build/kiln" ./cmd/kiln
GOFLAGS=-buildvcs=false go run ./cmd/internal/screenshots -window "$build/badgekiln" -kiln "$build/kiln" -out "$out" -scales "$scales"
