# No web space. Read by ../part.sh.

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
