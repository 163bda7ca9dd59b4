# A backpack host of other people's parts (oidc-provider before Prism, both from
# the official documents), and somebody who signs in there in Chromium. Read by
# ../part.sh.

say "backpacks: sign-in by oidc-provider, APIs by Prism from the official documents, a person in Chromium"
"$here/backpack/install.sh"
ledger=$work/backpack.db
host=$work/backpack
mkdir -p "$host"
NODE_NO_WARNINGS=1 node "$here/backpack/host.mjs" "$BADGEKILN_STANDARDS" ada@example.org >"$host/address" 2>"$host/host.log" &
pid=$!
trap 'kill $pid 2>/dev/null || true' EXIT
for _ in $(seq 300); do
	[ ! -s "$host/address" ] || break
	kill -0 $pid || { cat "$host/host.log"; exit 1; }
	sleep 0.2
done
at=$(cat "$host/address")
cat >"$host/browse" <<END
#!/bin/sh
exec curl -s -o /dev/null --data-urlencode "url=\$1" --data "mode=\$(cat '$host/mode')" $at/control/browse
END
chmod +x "$host/browse"
printf consent >"$host/mode"
control() { curl -s -o /dev/null --data "$2" "$at/control/$1"; }
kiln() {
	env -i PATH="$PATH" HOME="$home" BROWSER="$host/browse" \
		"$work/kiln" --ledger "$ledger" "$@" 2>>"$host/said.log"
}
# wants STATUS MEMBER VALUE COMMAND...: the exit status, and a member of the result
wants() {
	local status=$1 member=$2 value=$3 got=0 found
	shift 3
	"$@" --json >"$host/result.json" || got=$?
	found=$(field "$member" <"$host/result.json" 2>/dev/null || true)
	if [ $got != "$status" ] || [ "$found" != "$value" ]; then
		echo "$*: exit $got, $member is $found; wanted exit $status, $value"
		cat "$host/result.json"
		tail -n 5 "$host/said.log"
		curl -s "$at/control/log"
		exit 1
	fi
}

kiln issuer set --name Conformance --email issuer@example.org >/dev/null
printf 'name,email\nAda,ada@example.org\nBob,bob@example.org\n' >"$host/people.csv"
for n in 1 2 3 4; do
	kiln class add --id "c$n" --name "Class $n" --description "Held against other programs." --criteria "Be read." --design "$work/sample/badge.badge" >/dev/null
	kiln award "c$n" "$host/people.csv" --format ob3,ob3-jwt -o "$host/out" >/dev/null
done
mapfile -t ada < <(kiln awards --json | node -e 'for(const a of JSON.parse(fs.readFileSync(0, "utf8"))) if(a.email === "ada@example.org") console.log(a.id)')
wants 0 .kind ob3 kiln backpack add "$at" --local --id host

say "consent; then what is hers goes, once, and nobody else's"
wants 0 '.emails[0]' ada@example.org kiln backpack login host
account=$(field .id <"$host/result.json")
wants 0 .pushed 1 kiln push "${ada[0]}" --to host
wants 0 .pushed 1 kiln push "${ada[0]}" --to host
wants 1 .pushed 1 kiln push --batch "$(kiln awards --class c1 --json | field '[0].batch')" --to host

say "an access token that ended: a new one by the refresh token, which rotates"
control kill what=access
wants 0 .pushed 1 kiln push "${ada[1]}" --to host
control kill what=access
wants 0 .pushed 1 kiln push "${ada[2]}" --to host

say "a permission that was taken back: the badge waits until she signs in again"
control kill what=grants
wants 1 '.rows[0].code' backpack-signed-out kiln push "${ada[3]}" --to host
printf wrong-state >"$host/mode"
wants 0 .id "$account" kiln backpack login host
wants 0 .pushed 1 kiln push "${ada[3]}" --to host

say "declined; a code that ended before it was used"
printf deny >"$host/mode"
wants 4 .error.code signin-denied kiln backpack login host
printf consent >"$host/mode"
control set 'codes=1&hold=2.5'
wants 4 .error.code signin-code kiln backpack login host &
waiting=$!
sleep 1.5
cat /proc/[0-9]*/cmdline >"$host/processes" 2>/dev/null || true
wait $waiting
control set 'codes=60&hold=0'

say "Badge Connect 2.1 at the same host"
BADGEKILN_OUTSIDERS=$at BADGEKILN_BROWSER=$host/browse go test -json -count=1 -run '^TestOutsiders$' ./issuer/deliver/backpack | tally

wants 0 .revoked true kiln backpack logout "$account"
kiln ledger export "$host/dump" >/dev/null
curl -s "$at/control/log" >"$host.log.json"
node "$here/backpack/judge.mjs" "$host.log.json" "${#ada[@]}" "$host" "$home" "$ledger" "$ledger-wal" "$ledger.keys"

say "the page on the organiser's site that sign-ins come back to, in Chromium"
node "$here/signin.mjs" "$host/signin"
