# Badges that the outsiders made. Read by ../part.sh.

say "badges made by the outsiders, and single changes of each"
outsider issue-foreign.mjs "$work/foreign"
kiln verify --map "$work/foreign/site" --any-issuer --json "$work"/foreign/badges/*.json \
	>"$work/foreign/answers.json" || [ $? -eq 1 ] # some are bad on purpose
outsider compare.mjs "$work/foreign/expected.json" "$work/foreign/answers.json"
