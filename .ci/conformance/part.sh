#!/bin/bash
# One part of what run.sh does, by its name: parts/NAME.sh, with the words that
# all of them share. Each has a home of its own: no keyring, no settings, no
# ledger of the person at work.
set -euo pipefail
cd "$root"
home=$work/homes/$1
mkdir -p "$home"
people=13
ledger=$work/sample/workshop.db # most make another one

say() { printf '\n-- %s\n' "$*"; }
kiln() {
	env -i PATH="$PATH" HOME="$home" KILN_PASSPHRASE_FILE="$work/passphrase" \
		"$work/kiln" --quiet --ledger "$ledger" "$@"
}
field() { node -p "JSON.parse(fs.readFileSync(0, 'utf8'))$1"; }
tally() { "$work/tally"; }
outsider() {
	local script=$1
	shift
	node --import "$here/offline.mjs" "$here/$script" "$@"
}

# shellcheck disable=SC1090 # one of parts/
. "$here/parts/$1.sh"
