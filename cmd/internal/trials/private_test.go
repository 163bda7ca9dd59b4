package trials

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// people are a roster of names and addresses that occur nowhere else. Each
// line ends with what may be public: a narrative and a piece of evidence.
const people = `name,given_name,family_name,email,department,narrative,evidence
Zebulon Quartermain,Zebulon,Quartermain,zq.wintergreen@mailbox-qx.example,Herpetology,Tied all six in the dark.,https://example.org/knots/1
Ægir Þorvaldsson,Ægir,Þorvaldsson,brimketill+list@mailbox-qx.example,Herpetology,Taught two others.,https://example.org/knots/2
欧阳晓明,晓明,欧阳,ouyang_9481@mailbox-qx.example,Herpetology,Tied them under water.,https://example.org/knots/3
Oṃkāra D’Árcy-"Bob" Łęcki,Oṃkāra,Łęcki,UPPER.Case.Lecki@mailbox-qx.example,Herpetology,Tied them twice.,
`

// privately is the list as CSV; the quotes inside a name are doubled.
func privately() string {
	return strings.Replace(people, `Oṃkāra D’Árcy-"Bob" Łęcki`, `"Oṃkāra D’Árcy-""Bob"" Łęcki"`, 1)
}

func names() []string {
	return []string{
		"Zebulon Quartermain", "Zebulon", "Quartermain", "Ægir Þorvaldsson", "Ægir", "Þorvaldsson", "欧阳晓明", "欧阳", "晓明",
		`Oṃkāra D’Árcy-"Bob" Łęcki`, "Oṃkāra", "Łęcki",
	}
}

// addresses are the addresses, what stands before their @ and behind it, and a
// column that is nobody's business.
func addresses() []string {
	list := []string{"mailbox-qx.example", "Herpetology"}
	for _, local := range []string{"zq.wintergreen", "brimketill+list", "ouyang_9481", "upper.case.lecki"} {
		list = append(list, local, local+"@mailbox-qx.example")
	}
	return list
}

// forms are the ways a text could be written in a file or its name. Short
// texts are not sought where chance would write them.
func forms(text string) map[string][]byte {
	lower := strings.ToLower(text)
	found := map[string][]byte{}
	for name, one := range map[string]string{"": text, "lower case": lower, "upper case": strings.ToUpper(text)} {
		found["plain "+name] = []byte(one)
		found["HTML "+name] = []byte(html.EscapeString(one))
		found["path "+name] = []byte(url.PathEscape(one))
		found["query "+name] = []byte(url.QueryEscape(one))
		found["path with small digits "+name] = []byte(strings.ToLower(url.PathEscape(one)))
		found["ASCII "+name] = []byte(strings.Trim(strconv.QuoteToASCII(one), `"`))
		found["hex "+name] = []byte(hex.EncodeToString([]byte(one)))
		for shift, skip := range []int{0, 2, 3} {
			data := append(make([]byte, shift), one...)
			if end := len(data) * 8 / 6; end-skip > 6 {
				found[fmt.Sprint("base64 ", shift, name)] = []byte(base64.RawStdEncoding.EncodeToString(data)[skip:end])
				found[fmt.Sprint("base64url ", shift, name)] = []byte(base64.RawURLEncoding.EncodeToString(data)[skip:end])
			}
		}
	}
	// A hash without salt is as good as the address.
	for name, sum := range map[string][]byte{"SHA-256": of(sha256.Sum256([]byte(lower))), "SHA-1": of20(sha1.Sum([]byte(lower))), "MD5": of16(md5.Sum([]byte(lower)))} {
		found[name] = []byte(hex.EncodeToString(sum))
	}
	return found
}

func of(sum [32]byte) []byte   { return sum[:] }
func of20(sum [20]byte) []byte { return sum[:] }
func of16(sum [16]byte) []byte { return sum[:] }

// sought are all forms of all texts, by text and form.
func sought(texts []string) map[string][]byte {
	all := map[string][]byte{}
	for _, text := range texts {
		for form, data := range forms(text) {
			all[text+": "+form] = data
		}
	}
	return all
}

// published awards the list, revokes one of it and exports the site.
func (w *world) published(t *testing.T) (site string) {
	t.Helper()
	write(t, w.at("people.csv"), []byte(privately()))
	got := w.award(t, "knots", w.at("people.csv"), "-o", w.at("out"))
	if got.Awarded != 4 {
		t.Fatalf("%d awarded, want 4", got.Awarded)
	}
	w.mustRun(t, "revoke", got.Rows[1].ID, "--reason", "A trial.")
	site = w.path("site")
	w.mustRun(t, "site", "export", site)
	glob(t, site+"/a/*/*.json", 8)
	return site
}

// TestNamesStayPrivate exports the site of a class whose names are not public:
// no name, no address and no other column of the list lies anywhere in it.
func TestNamesStayPrivate(t *testing.T) {
	t.Parallel()
	w := founded(t)
	site := w.published(t)
	for file, found := range scan(t, site, sought(append(names(), addresses()...))) {
		t.Errorf("%s holds %v", file, found)
	}
	// What is meant to be public is there, so the scan looks at the right files.
	if len(scan(t, site, sought([]string{"Tied all six in the dark."}))) == 0 {
		t.Error("the narrative is not there: is this the site?")
	}
	if len(scan(t, w.work, sought([]string{"Zebulon Quartermain", "zq.wintergreen@mailbox-qx.example"}))) == 0 {
		t.Error("the scan does not even find the list")
	}
}

// TestPublicNamesWithoutAddresses is the same with public names: names are
// there, and still no address.
func TestPublicNamesWithoutAddresses(t *testing.T) {
	t.Parallel()
	w := founded(t, "--public-names")
	site := w.published(t)
	for file, found := range scan(t, site, sought(addresses())) {
		t.Errorf("%s holds %v", file, found)
	}
	for _, name := range []string{"Zebulon Quartermain", "欧阳晓明"} {
		if len(scan(t, site, sought([]string{name}))) == 0 {
			t.Errorf("%s is not there, though names are public", name)
		}
	}
}
