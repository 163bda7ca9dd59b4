#!/bin/sh
# Prints the path of golangci-lint in the version the rules were written for.
# It is built from source into the user's cache when it is missing, of another
# version, or built by another Go: an older one refuses newer code.
set -eu

version=2.13.1
bin=${XDG_CACHE_HOME:-$HOME/.cache}/badgekiln/bin
lint=$bin/golangci-lint
case $(go env GOOS) in windows) lint=$lint.exe ;; esac

if ! "$lint" version 2>/dev/null | grep -qF "has version $version built with $(go env GOVERSION) "; then
	echo "Building golangci-lint $version into $bin; this takes some minutes, once." >&2
	GOBIN=$bin go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$version" >&2
fi
echo "$lint"
