# Texts that try to be markup. Read by ../part.sh.

say "pages whose every text tries to be markup, in a browser"
ledger=$work/hostile.db
number=0
while IFS= read -r text; do
	number=$((number + 1))
	kiln issuer set --id "i$number" --name "$text" --description "$text" --email issuer@example.org --base-url https://hostile.example/ >/dev/null
	kiln class add --issuer "i$number" --id "c$number" --name "$text" --description "$text" --criteria "Be read. $text"$'\n- '"[$text]($text)" --tag "$text" --public-names \
		--design "$work/sample/badge.badge" >/dev/null
	quoted=$(printf '%s' "$text" | sed 's/"/""/g')
	printf 'email,name,narrative\np%s@example.org,"%s","%s"\nq%s@example.org,"%s","%s"\n' "$number" "$quoted" "$quoted" "$number" "$quoted" "$quoted" >"$work/hostile.csv"
	kiln award --issuer "i$number" "c$number" "$work/hostile.csv" --format ob3 --skip-bad -o "$work/hostile-out" >/dev/null || [ $? -eq 1 ]
	one=$(kiln awards --class "c$number" --json | field '[0].id')
	kiln claim make --batch "$(kiln awards --class "c$number" --json | field '[0].batch')" --with-names >/dev/null
	kiln revoke "$one" --reason "$text" >/dev/null
done <"$here/xss.txt"
kiln site export --issuer i1 "$work/hostile-site" >/dev/null
node "$here/pages.mjs" "$work/hostile-site" --hostile
