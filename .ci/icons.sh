#!/bin/sh
# Imports icon sets of other people and compares them with what librsvg draws.
#
#   .ci/icons.sh [-n COUNT]   so many icons of each set (1000), evenly spread; 0 for all
#
# The sets are fetched by npm into a temporary folder, never into this one.
set -eu

for tool in npm rsvg-convert go; do
	command -v "$tool" >/dev/null 2>&1 || {
		echo "icons: there is no $tool (Debian: apt-get install npm librsvg2-bin)" >&2
		exit 2
	}
done

dir=${BADGEKILN_ICONS:-$(mktemp -d)}
[ -n "${BADGEKILN_ICONS:-}" ] || trap 'rm -rf "$dir"' EXIT
[ -d "$dir/node_modules/@tabler" ] || npm install --prefix "$dir" --ignore-scripts --no-audit --no-fund --silent \
	@tabler/icons@3 @mdi/svg@7 lucide-static @phosphor-icons/core@2 bootstrap-icons@1

status=0
for set in @tabler/icons/icons/filled @tabler/icons/icons/outline @mdi/svg/svg \
	lucide-static/icons @phosphor-icons/core/assets bootstrap-icons/icons; do
	go run ./cmd/internal/icons "$@" "$dir/node_modules/$set" || status=1
done
exit $status
