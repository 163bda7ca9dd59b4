#!/bin/sh
# Opens the window on the sample workshop in a folder, which is made when it is
# not there. Without a display kiln awards the sample instead.
#
#   .ci/open.sh KILN BADGEKILN FOLDER
set -eu

kiln=$1
window=$2
folder=$3

case $(uname -s) in
Darwin | MINGW* | MSYS* | CYGWIN*) ;;
*)
	if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
		exec .ci/sample.sh "$kiln" "$folder"
	fi
	;;
esac
[ -f "$folder/workshop.db" ] || "$kiln" sample "$folder" >/dev/null # the window says what is next
exec "$window" --ledger "$folder/workshop.db"
