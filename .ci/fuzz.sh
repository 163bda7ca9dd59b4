#!/bin/sh
# Runs every fuzz target for FUZZTIME (20s), one after the other, and stops at
# the first that fails.
set -eu

found=$(go test -list '^Fuzz' ./...)
echo "$found" | awk '
	/^Fuzz/ { names[++n] = $1; next }
	/^ok/   { for (i = 1; i <= n; i++) print $2, names[i]; n = 0 }
' | while read -r package target; do
	echo "$package $target"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" -fuzzminimizetime 1x "$package" </dev/null
done
