# Random credentials, both ways. Read by ../part.sh.

any=${BADGEKILN_ANY_COUNT:-1000}
say "$any credentials of random fields and scripts, hashed by template; and the same issued by the outsiders"
mkdir -p "$work/any"
BADGEKILN_ANY=$work/any BADGEKILN_ANY_COUNT=$any go test -count=1 -json -timeout 30m -run '^TestWriteAnyClaims$' ./issuer/ob3 | tally
outsider verify-ob3.mjs "$work/any" --count "$any"
outsider verify-jws.mjs "$work/any" --count "$any" --alg EdDSA
outsider schema.mjs "$work/any" --count "$any"
outsider issue-again.mjs "$work/any" "$work/again"
kiln verify --any-issuer --json "$work"/again/badges/*.json >"$work/again/answers.json" || [ $? -eq 1 ]
outsider compare.mjs "$work/again/expected.json" "$work/again/answers.json"
