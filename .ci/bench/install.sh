#!/bin/sh
# Installs what make bench compares with, in the versions of package-lock.json:
# called by make bench. Without npm the comparison is left out, with a sentence.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
command -v npm >/dev/null 2>&1 || {
	echo "There is no npm: sharp, resvg and @napi-rs/canvas are not compared with." >&2
	exit 0
}
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed"; then
	(cd "$here" && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error) || {
		echo "npm could not fetch sharp, resvg and @napi-rs/canvas: they are not compared with." >&2
		exit 0
	}
	cp "$here/package-lock.json" "$here/node_modules/.installed"
fi
