# A did:web with every face and other keys; its pages. Read by ../part.sh.

say "300 people, every face, under a did:web: one revoked, one suspended"
ledger=$work/web.db
kiln issuer set --name Conformance --email issuer@example.org --base-url https://club.example/badges/ --method did:web >/dev/null
kiln class add --id web --name "Known by a DID" --description "Held against other programs." \
	--criteria $'# Steps\n\n| Step | Points |\n|---|--:|\n| Load | 10 |\n\n1. **Load**\n2. Fire\n\n- by `hand`\n> as [the handbook](https://frame.example/h) says' \
	--design "$work/sample/badge.badge" --suspendable --expires 2y --type Certificate --align "Reading=https://frame.example/r" >/dev/null
awk 'BEGIN { print "name,email"; for (i = 1; i <= 300; i++) printf "Person %d ✓ 王,p%d@example.org\n", i, i }' >"$work/many.csv"
kiln award web "$work/many.csv" --format ob2,ob2-signed,ob11,ob3,ob3-jwt -o "$work/web" >/dev/null
kiln site export "$work/web-map/club.example/badges" >/dev/null
outsider verify-dcc.mjs "$work/web" --map "$work/web-map" --count 300
outsider verify-jws.mjs "$work/web" --map "$work/web-map" --count 300 --alg RS256
set -- $(find "$work/web" -name '*.ob3.json' | sort | head -n 2)
gone=$(basename "$1" .ob3.json) away=$(basename "$2" .ob3.json)
kiln revoke "$gone" --reason "Conformance" >/dev/null
kiln suspend "$away" --reason "Conformance" >/dev/null
kiln site export "$work/web-map/club.example/badges" >/dev/null
outsider verify-dcc.mjs "$work/web" --map "$work/web-map" --count 300 --revoked 1 --suspended 1
outsider verify-jws.mjs "$work/web" --map "$work/web-map" --count 300 --revoked 1 --suspended 1
outsider extract-ob2.mjs "$work/web" --count 300

say "tokens signed with P-256 and with Ed25519"
for alg in p256 ed25519; do
	kiln class add --id "web-$alg" --name "By $alg" --description "Held against other programs." --criteria "Be read." \
		--design "$work/sample/badge.badge" >/dev/null
	[ $alg = ed25519 ] || kiln key new --alg $alg >/dev/null
	kiln award "web-$alg" "$work/sample/roster.csv" --format ob2-signed,ob3-jwt --alg $alg -o "$work/web-$alg" >/dev/null
	kiln site export "$work/web-map/club.example/badges" >/dev/null
	[ $alg = p256 ] && name=ES256 || name=EdDSA
	outsider verify-jws.mjs "$work/web-$alg" --map "$work/web-map" --count $people --alg $name
done

say "the pages of that site in a browser"
node "$here/pages.mjs" "$work/web-map/club.example/badges"

say "the rules for Netlify, read by its own programs, and those that lead to another address"
base=https://club.example/badges/
for to in https://new.example/ "${base}new/"; do
	kiln site move --base-url "$to" --redirects netlify --dry-run --json >"$work/web-move"
	node "$here/hosts.mjs" "$work/web-map/club.example/badges" /badges/ "$base" "$(field .before <"$work/web-move")" "$(field .redirect <"$work/web-move")"
done
