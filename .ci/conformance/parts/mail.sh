# Mail, to a server of other people that goes wrong, through kills. Read by ../part.sh.
# BADGEKILN_MAILS=10000 takes the whole; the usual is a few, so that it stays short.

mails=${BADGEKILN_MAILS:-60}
kills=$((mails > 1000 ? 40 : 2))
restarts=$((mails > 1000 ? 8 : 1))
say "$mails mails by npm smtp-server: STARTTLS, AUTH, faults, two programs, $kills kills, $restarts of the server"
post=$work/mail
mkdir -p "$post"
cd "$post"
ledger=$post/l.db
kiln issuer set --name "Hafenwerk Makerspace" --email badges@hafenwerk.example --url https://hafenwerk.example >"$post/said.txt"
kiln design new --template seal-scalloped --title "FIRST FIRING" -o seal.badge >>"$post/said.txt"
kiln class add --name "First Firing" --description "Fired a first piece" --criteria "Load, fire and unload a kiln" --design seal.badge >>"$post/said.txt"
node -e '
const names = ["Ada Lovelace", "Zoë Ångström", "محمد علي", "山田 太郎", "O\u2019Brien, \"Pat\" <b>", "Bo\u202egnp", "A very long name that goes on and on until nobody reads it any more"]
let out = "name,email,language\n"
for (let i = 0; i < Number(process.argv[1]); i++) {
  out += `"${(names[i % names.length] + " " + i).replaceAll("\"", "\"\"")}",${i % 29 === 28 ? "gone" : "person"}${i}@people.example,${["en", "de", ""][i % 3]}\n`
}
fs.writeFileSync("people.csv", out)' "$mails"
batch=$(kiln award first-firing people.csv --skip-bad -o out --json | field .batch)
printf 'correct horse battery' >secret
# Somebody kills it; then it comes again where it was.
serve() {
	trap 'kill $! 2>/dev/null; exit' TERM
	while :; do
		node "$here/smtp.mjs" "$post/server" --port "$(cat "$post/server/port" 2>/dev/null || echo 0)" --faults 0.05 --stall 4000 --password-file "$post/secret" --keep &
		wait $! || true
	done
}
serve 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 900); do [ -s "$post/server/port" ] && break; sleep 0.1; done
set_profile() {
	kiln mail profile set club --host localhost --port "$(cat "$post/server/port")" --user ada --sender badges@hafenwerk.example \
		--sender-name "Hafenwerk Makerspace" --secret-file secret "$@" >>"$post/said.txt"
}
set_profile
if kiln mail profile check 2>"$post/refused.txt"; then echo "   a certificate that nobody vouches for was trusted" >&2; exit 1; fi
grep -q 'Nobody but itself vouches' "$post/refused.txt"
set_profile --fingerprint "$(sed -n 's/.*--fingerprint \([0-9a-f]\{64\}\).*/\1/p' "$post/refused.txt")"
cat >"$post/kiln.sh" <<END
#!/bin/sh
exec env -i PATH="$PATH" HOME="$home" GOTRACEBACK=all KILN_PASSPHRASE_FILE="$work/passphrase" "$work/kiln" "\$@"
END
chmod +x "$post/kiln.sh"
PLANTED=a-planted-word sleep 600 & # as a secret would be in a list of processes
planted=$!
trap 'kill $server $planted 2>/dev/null || true' EXIT
node "$here/mail-kills.mjs" "$post/kiln.sh" "$ledger" "$post/server" --batch "$batch" --kills "$kills" --restarts "$restarts" --timeout 3s --patience 4s --pictures out --watch watched

say "the mails taken apart by mailparser and Python's email, and looked at in Chromium"
node "$here/mails.mjs" "$post/server" "$post/looks"
if command -v python3 >/dev/null; then python3 - "$post/server" "$post/out" <<'END'
import email, email.policy, glob, hashlib, sys
sum = lambda data: hashlib.sha256(data).hexdigest()
badges = {sum(open(name, 'rb').read()) for name in glob.glob(sys.argv[2] + '/*.png')}
n = 0
for name in glob.glob(sys.argv[1] + '/*.eml'):
    m = email.message_from_binary_file(open(name, 'rb'), policy=email.policy.default)
    assert not m.defects, (name, m.defects)
    for part in m.walk():
        assert not part.defects, (name, part.defects)
    assert m['auto-submitted'] == 'auto-generated' and len(m.get_all('to')) == 1 and len(m['to'].addresses) == 1, name
    assert not [k for k in m.keys() if k.lower() in ('bcc', 'cc')], name
    assert m.get_body(('plain',)).get_content().strip() and m.get_body(('html',)).get_content().strip(), name
    files = list(m.iter_attachments())
    assert len(files) == 1 and sum(files[0].get_content()) in badges, name
    assert m['x-badgekiln-id'] == m['message-id'], name
    n += 1
print(f'   Python read {n} mails without a defect, the badges in them as the ledger gives them')
END
else
	echo "   no Python: it did not read them"
fi

say "no secret and no erased address is left anywhere: ledger, its log and its export, site, archive, processes, what was said in a crash"
kiln issuer set --base-url https://badges.hafenwerk.org/club/ >>"$post/said.txt"
kiln class add --id hosted --name "Hosted" --description "Held against other programs" --criteria "Be read" --design seal.badge >>"$post/said.txt"
head -n 8 people.csv >few.csv
kiln award hosted few.csv --format ob2,ob3 -o out >/dev/null
kiln site target add web "$post/web" >>"$post/said.txt"
kiln site target add packed "$post/site.zip" >>"$post/said.txt"
kiln site publish web >>"$post/said.txt"
kiln erase person1@people.example --yes >>"$post/said.txt"
kiln site publish web >>"$post/said.txt"
kiln site publish packed >>"$post/said.txt"
kiln ledger export "$post/dump" >>"$post/said.txt"
kiln outbox >"$post/outbox.txt" || true
kiln outbox --json >"$post/outbox.json" || true
if [ -d watched ]; then
	grep -q 'goroutine .*\[' watched/said.txt
	grep -qa a-planted-word watched/processes
fi
nothing="--not secret --not people.csv --not few.csv --not server --not out --not looks"
# shellcheck disable=SC2086 # several words
node "$here/secrets.mjs" "$post" "$home" $nothing --word 'correct horse battery'
# shellcheck disable=SC2086
node "$here/secrets.mjs" "$post" "$home" $nothing --not watched --word person1@people.example
