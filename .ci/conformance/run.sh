#!/bin/bash
# Lets other people's programs judge what kiln writes, and kiln judge what they
# write. Called by `make conformance`; leaves its files in out/conformance. With
# names of parts (see parts/) it does only those.
#
# Nothing here uses a network but `npm ci`: the programs run with sockets
# switched off, and https addresses are answered from the exported site.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"

pack=${BADGEKILN_STANDARDS:-$root/../shared/standards/data}
if [ ! -d "$pack" ]; then
	echo "The standards pack is not at $pack. Set BADGEKILN_STANDARDS to its data folder." >&2
	exit 1
fi
BADGEKILN_STANDARDS=$(cd "$pack" && pwd)
export BADGEKILN_STANDARDS

echo "-- the outsiders, in the versions of package-lock.json"
"$here/install.sh"
"$root/.ci/bench/install.sh" # sharp and resvg
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY

# What every part begins with.
work=$root/out/conformance
rm -rf "$work"
mkdir -p "$work/logs" "$work/map"
go build -tags= -o "$work/kiln" ./cmd/kiln # as people get it, with the fonts that were fetched
go build -o "$work/tally" ./cmd/internal/tally
printf 'conformance\n' >"$work/passphrase"
chmod 600 "$work/passphrase"
export work here root
"$here/part.sh" setup

# The parts know nothing of each other, so one runs on each core, the longest
# first. What one says is shown when it is done.
parts=("$@")
if [ ${#parts[@]} -eq 0 ]; then
	first=(hostile kills drawings any web)
	mapfile -t rest < <(cd "$here/parts" && ls ./*.sh | sed 's,^\./,,; s,\.sh$,,' | grep -vxE "setup|$(IFS='|'; echo "${first[*]}")")
	parts=("${first[@]}" "${rest[@]}")
fi
one() {
	local started=$SECONDS log=$work/logs/$1.txt result=0
	"$here/part.sh" "$1" >"$log" 2>&1 </dev/null || result=$?
	[ $result -eq 0 ] || echo "-- $1 failed" >>"$log"
	printf '\n== %s, %d s\n%s\n' "$1" $((SECONDS - started)) "$(cat "$log")"
	[ $result -eq 0 ]
}
export -f one
printf '%s\n' "${parts[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}' || { echo "-- not all of it holds" >&2; exit 1; }
echo
echo "-- conformance holds"
