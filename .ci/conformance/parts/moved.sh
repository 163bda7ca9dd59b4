# An issuer moves to another host: what verifies for whom, by what is done about
# the badges awarded before. Read by ../part.sh.

say "before the move"
ledger=$work/moved.db
old=badges.hafenwerk.org new=new.hafenwerk.org map=$work/moved-map
kiln issuer set --name Conformance --email issuer@example.org --base-url https://$old/ >/dev/null
kiln class add --id moved --name "Moved" --description "Held against other programs." --criteria "Be read." \
	--design "$work/sample/badge.badge" >/dev/null
kiln award moved "$work/sample/roster.csv" --format ob2,ob2-signed,ob3,ob3-jwt -o "$work/moved" >/dev/null
kiln revoke "$(kiln awards --class moved --json | field '[0].id')" --reason "Conformance" >/dev/null
kiln site export "$map/$old" >/dev/null
verified() { # FOLDER COUNT REVOKED
	outsider verify-dcc.mjs "$1" --map "$map" --count "$2" --revoked "$3"
	outsider verify-jws.mjs "$1" --map "$map" --count "$2" --revoked "$3"
}
verified "$work/moved" $people 1

say "moved, the old files kept where they are"
kiln site move --base-url https://$new/b/ --redirects apache >/dev/null
kiln site export "$map/$new/b" >/dev/null
verified "$work/moved" $people 1

say "readers led on: what lies under the new address answers for the old one"
rm -rf "${map:?}/$old"
if verified "$work/moved" $people 1 >/dev/null 2>&1; then
	echo "they verify though nobody answers" >&2
	exit 1
fi
kiln site export "$map/$new/b/was/$old" --base-url https://$old/ >/dev/null
ln -s "$map/$new/b/was/$old" "$map/$old"
verified "$work/moved" $people 1

say "moved once more, and what was awarded since made anew: the old ones tell that they gave way"
last=last.hafenwerk.org
kiln class add --id again --name "Made anew" --description "Held against other programs." --criteria "Be read." \
	--design "$work/sample/badge.badge" >/dev/null
since() { kiln award again "$work/sample/roster.csv" --format ob2-signed,ob3,ob3-jwt -o "$1" >/dev/null; }
since "$work/moved-since"
kiln site move --base-url https://$last/ --reissue "Moved to {new}" --json >"$work/moved-again"
[ "$(field .reissued.length <"$work/moved-again")" = $people ]
kiln site export "$map/$new/b" --base-url https://$new/b/ >/dev/null
kiln site export "$map/$last" >/dev/null
verified "$work/moved-since" $people $people
since "$work/moved-anew"
verified "$work/moved-anew" $people 0
