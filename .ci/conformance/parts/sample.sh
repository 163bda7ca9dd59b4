# The sample workshop, hosted: endorsed, one of it revoked. Read by ../part.sh.

ledger=$work/sample/workshop.db
say "the sample workshop: 2.0 and 3.0, hosted, verified from the exported site alone"
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
