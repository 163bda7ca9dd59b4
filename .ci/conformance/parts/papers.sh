# Certificates, pick-up cards and lists with names in many scripts. Read by ../part.sh.

say "names in ten scripts and emoji on paper: poppler reads them back whole, qpdf finds nothing wrong"
ledger=$work/papers.db
papers=$work/papers
mkdir -p "$papers"
kiln issuer set --name "Hafenwerk Makerspace" --email badges@hafenwerk.example >"$papers/said.txt"
kiln class add --id paper --name "الحرق الأول" --description "Held against other programs." --criteria "Be read." --design "$work/sample/badge.badge" >>"$papers/said.txt"
cat >"$papers/people.csv" <<'END'
name,email
Zoë Ångström-von und zu Übermut,a@people.example
محمد علي الخوارزمي,b@people.example
אביגיל כהן,c@people.example
山田 太郎,d@people.example
김민준,e@people.example
प्रिया शर्मा,f@people.example
ศิริพร แก้วใส,g@people.example
Αλέξανδρος Παπαδόπουλος,h@people.example
Ирина Соколова,i@people.example
Nguyễn Thị Phương Thảo,j@people.example
Ada 🎉 Lovelace,k@people.example
A very long name that goes on and on until nobody at all reads it any more at the end of it,l@people.example
END
batch=$(kiln award paper "$papers/people.csv" -o "$papers/out" --json | field .batch)
for kind in certificates cards sheet; do
	kiln print $kind --batch "$batch" -o "$papers/$kind.pdf" >>"$papers/said.txt"
	qpdf --check "$papers/$kind.pdf" >"$papers/$kind.qpdf.txt"
	pdftotext -raw -enc UTF-8 "$papers/$kind.pdf" "$papers/$kind.txt"
done
(cd "$papers" && node -e '
const bare = text => text.normalize("NFKC").replace(/[\s\p{Cf}]/gu, "") // without what only lays it out
const names = fs.readFileSync("people.csv", "utf8").trim().split("\n").slice(1).map(line => line.split(",")[0])
let wrong = 0
for (const kind of ["certificates", "cards", "sheet"]) {
  const text = bare(fs.readFileSync(kind + ".txt", "utf8"))
  for (const name of names) if (!text.includes(bare(name))) { wrong++; console.error(`   ${kind} do not say ${name}`) }
}
if (wrong > 0) process.exit(1)
console.log(`   ${names.length} names on three kinds of paper`)')

say "the codes on certificates, cards and pages: zbar reads from pictures of each the very addresses"
kiln issuer set --name "Hafenwerk Makerspace" --base-url https://badges.hafenwerk.example/club/ >>"$papers/said.txt"
kiln class add --id coded --name "Second firing" --description "Held against other programs." --criteria "Be read." --design "$work/sample/badge.badge" >>"$papers/said.txt"
batch=$(kiln award coded "$papers/people.csv" --format ob2 -o "$papers/coded" --json | field .batch)
kiln site export "$papers/site" >>"$papers/said.txt"
(cd "$papers/site" && find a -name '*.html' | sed 's,^,https://badges.hafenwerk.example/club/,' | sort) >"$papers/pages.txt"
[ "$(wc -l <"$papers/pages.txt")" -eq 12 ]
for kind in certificates cards; do
	kiln print $kind --batch "$batch" -o "$papers/coded-$kind.pdf" >>"$papers/said.txt"
	pdftoppm -r 150 -gray -png "$papers/coded-$kind.pdf" "$papers/coded-$kind"
	zbarimg --nodbus --quiet --raw "$papers/coded-$kind"-*.png | sort | diff "$papers/pages.txt" - >&2
done
find "$papers/site/a" -name '*.html' | while read -r page; do # as it stands in the page
	sed -n 's,.*<svg class="code" \(.*</svg>\).*,<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300" \1,p' "$page" |
		sed 's,</svg>.*,</svg>,' | rsvg-convert -b white -o "$papers/code.png"
	zbarimg --nodbus --quiet --raw "$papers/code.png"
done | sort | diff "$papers/pages.txt" - >&2
echo "   12 codes of three kinds"
