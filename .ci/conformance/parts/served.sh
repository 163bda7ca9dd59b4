# A site that Apache shows, read by its addresses. Read by ../part.sh.

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
