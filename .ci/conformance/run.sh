#!/bin/sh
# Lets other people's programs judge what kiln writes, and kiln judge what they
# write. Called by `make conformance`; leaves its files in out/conformance.
#
# Nothing here uses a network but `npm ci`: the programs run with sockets
# switched off, and https addresses are answered from the exported site.
set -eu

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

say() { printf '\n-- %s\n' "$*"; }

say "the outsiders, in the versions of package-lock.json"
"$here/install.sh"
"$root/.ci/bench/install.sh" # sharp and resvg
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
outsider() {
	script=$1
	shift
	node --import "$here/offline.mjs" "$here/$script" "$@"
}

say "published vectors, byte for byte"
go test -json ./issuer/proof ./issuer/ob3 ./issuer/ob2 ./issuer/bake | go run ./cmd/internal/tally

work=$root/out/conformance
rm -rf "$work"
mkdir -p "$work/home" "$work/map"
go build -o "$work/kiln" ./cmd/kiln

# A home of its own: no keyring, no settings, no ledger of the person at work.
printf 'conformance\n' >"$work/home/passphrase"
chmod 600 "$work/home/passphrase"
ledger=$work/sample/workshop.db
kiln() {
	env -i PATH="$PATH" HOME="$work/home" KILN_PASSPHRASE_FILE="$work/home/passphrase" \
		"$work/kiln" --quiet --ledger "$ledger" "$@"
}
field() { node -p "JSON.parse(fs.readFileSync(0, 'utf8'))$1"; }
people=13

say "the sample workshop: 2.0 and 3.0, hosted, verified from the exported site alone"
kiln sample "$work/sample" --seed 7 >/dev/null
class=$(kiln class list --json | field '[0].id')
base=$(kiln issuer show --json | field '.base_url')
base=${base#https://}
kiln award "$class" "$work/sample/roster.csv" -o "$work/hosted" >/dev/null
kiln site export "$work/map/$base" >/dev/null
outsider verify-ob3.mjs "$work/hosted" --map "$work/map" --count $people
outsider verify-dcc.mjs "$work/hosted" --map "$work/map" --count $people
outsider schema.mjs "$work/hosted" --count $people
outsider extract-ob2.mjs "$work/hosted" --count $people

say "an endorsement of the badge"
kiln endorse "$class" --comment "Well made: \"§\" & 王" --format ob2-signed,ob2,ob3,ob3-jwt -o "$work/said" >/dev/null
kiln site export "$work/map/$base" >/dev/null
outsider verify-ob3.mjs "$work/said" --map "$work/map" --count 1
outsider schema.mjs "$work/said" --count 1 --schema endorsementcredential
outsider verify-jws.mjs "$work/said" --map "$work/map" --count 1

say "one of them revoked"
one=$(basename "$(find "$work/hosted" -name '*.ob3.json' | sort | head -n 1)" .ob3.json)
kiln revoke "$one" --reason "Conformance" >/dev/null
kiln site export "$work/map/$base" >/dev/null
outsider verify-ob3.mjs "$work/hosted" --map "$work/map" --count $people --revoked 1
outsider verify-dcc.mjs "$work/hosted" --map "$work/map" --count $people --revoked 1

say "published, shown by Apache, and verified by the addresses alone"
ledger=$work/served.db
kiln issuer set --name Conformance --email issuer@example.org --base-url https://badges.hafenwerk.org/club/ >/dev/null
kiln class add --id served --name "Served" --description "Held against other programs." --criteria "Be read." \
	--design "$work/sample/badge.badge" >/dev/null
kiln award served "$work/sample/roster.csv" --format ob2,ob3 -o "$work/served" >/dev/null
one=$(kiln awards --class served --json | field '[0].id')
kiln revoke "$one" --reason "Conformance" >/dev/null
kiln site target add web "$work/served-web/club" >/dev/null
kiln site publish web >/dev/null
kiln awards --class served --json | node -e 'for(const a of JSON.parse(fs.readFileSync(0, "utf8"))) console.log(a.email)' >"$work/served-emails"
"$here/served.sh" "$work" badges.hafenwerk.org "$work/served-web" sh -c "node '$here/served.mjs' https://badges.hafenwerk.org/club/ '$work/served' \
	--at \$SERVED_AT --ca \$SERVED_CA --count $people --revoked 1 <'$work/served-emails'" || [ $? -eq 77 ]

say "300 people, every face, under a did:web: one revoked, one suspended"
ledger=$work/web.db
kiln issuer set --name Conformance --email issuer@example.org --base-url https://club.example/badges/ --method did:web >/dev/null
kiln class add --id web --name "Known by a DID" --description "Held against other programs." --criteria "Be read." \
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

say "the pages of that site in a browser, and pages whose every text tries to be markup"
node "$here/pages.mjs" "$work/web-map/club.example/badges"
ledger=$work/hostile.db
number=0
while IFS= read -r text; do
	number=$((number + 1))
	kiln issuer set --id "i$number" --name "$text" --description "$text" --email issuer@example.org --base-url https://hostile.example/ >/dev/null
	kiln class add --issuer "i$number" --id "c$number" --name "$text" --description "$text" --criteria "Be read. $text" --tag "$text" --public-names \
		--design "$work/sample/badge.badge" >/dev/null
	quoted=$(printf '%s' "$text" | sed 's/"/""/g')
	printf 'email,name,narrative\np%s@example.org,"%s","%s"\nq%s@example.org,"%s","%s"\n' "$number" "$quoted" "$quoted" "$number" "$quoted" "$quoted" >"$work/hostile.csv"
	kiln award --issuer "i$number" "c$number" "$work/hostile.csv" --format ob3 --skip-bad -o "$work/hostile-out" >/dev/null || [ $? -eq 1 ]
	one=$(kiln awards --class "c$number" --json | field '[0].id')
	kiln revoke "$one" --reason "$text" >/dev/null
done <"$here/xss.txt"
kiln site export --issuer i1 "$work/hostile-site" >/dev/null
node "$here/pages.mjs" "$work/hostile-site" --hostile

say "without web space: 3.0 only, identified by did:key"
ledger=$work/plain.db
kiln issuer set --name Conformance --email issuer@example.org >/dev/null
kiln class add --id plain --name "No web space" --description "Held against other programs." \
	--criteria "Be read." --design "$work/sample/badge.badge" >/dev/null
kiln award plain "$work/sample/roster.csv" --format ob3,ob3-jwt -o "$work/plain" >/dev/null
outsider verify-jws.mjs "$work/plain" --count $people --alg EdDSA
outsider verify-dcc.mjs "$work/plain" --count $people
outsider verify-ob3.mjs "$work/plain" --count $people
outsider schema.mjs "$work/plain" --count $people

say "badges made by the outsiders, and single changes of each"
outsider issue-foreign.mjs "$work/foreign"
kiln verify --map "$work/foreign/site" --any-issuer --json "$work"/foreign/badges/*.json \
	>"$work/foreign/answers.json" || [ $? -eq 1 ] # some are bad on purpose
outsider compare.mjs "$work/foreign/expected.json" "$work/foreign/answers.json"

any=${BADGEKILN_ANY_COUNT:-1000}
say "$any credentials of random fields and scripts, hashed by template; and the same issued by the outsiders"
mkdir -p "$work/any"
BADGEKILN_ANY=$work/any BADGEKILN_ANY_COUNT=$any go test -count=1 -json -timeout 30m -run '^TestWriteAnyClaims$' ./issuer/ob3 | go run ./cmd/internal/tally
outsider verify-ob3.mjs "$work/any" --count "$any"
outsider verify-jws.mjs "$work/any" --count "$any" --alg EdDSA
outsider schema.mjs "$work/any" --count "$any"
outsider issue-again.mjs "$work/any" "$work/again"
kiln verify --any-issuer --json "$work"/again/badges/*.json >"$work/again/answers.json" || [ $? -eq 1 ]
outsider compare.mjs "$work/again/expected.json" "$work/again/answers.json"

say "personal pictures, decoded by libpng and Chromium to the pixels of pictures drawn whole"
mkdir -p "$work/pictures"
BADGEKILN_PICTURES=$work/pictures go test -count=1 -json -run '^TestWriteForReaders$' ./designer/bulk | go run ./cmd/internal/tally
pngcheck -q "$work"/pictures/*.png
node "$here/pictures.mjs" "$work/pictures" --count 100

say "texts in ten scripts beside Chromium's; all of them on sheets in out/conformance/texts"
go run -tags= ./cmd/internal/specimen "$work/texts"
node "$here/texts.mjs" "$work/texts"

say "drawings: SVG by resvg, librsvg and Chromium; every template as SVG by librsvg and as PDF by poppler and qpdf"
mkdir -p "$work/drawings"
BADGEKILN_DRAWINGS=$work/drawings go test -count=1 -json -run '^TestWriteForReaders$' ./designer/svgout | go run ./cmd/internal/tally
node "$here/drawings.mjs" "$work/drawings" --count 100
BADGEKILN_ALL=1 go test -count=1 -json -run '^(TestDrawings|TestPDFIsSearchable)$' ./cmd/internal/engine | go run ./cmd/internal/tally

kills=${BADGEKILN_KILLS:-12}
say "an award of 2,000 people killed $kills times, anywhere"
BADGEKILN_KILLS=$kills go test -count=1 -json -timeout 30m -run '^TestKilledAnywhere$' ./cmd/internal/engine | go run ./cmd/internal/tally

say "conformance holds"
