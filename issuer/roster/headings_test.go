package roster

import (
	"os"
	"strings"
	"testing"
)

// Every heading of the corpus is understood, in at least forty languages.
func TestHeadingsOfTheWorld(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/headings.txt")
	if err != nil {
		t.Fatal(err)
	}
	languages, count := map[string]bool{}, 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		head, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		lang, want, both := strings.Cut(head, " ")
		if !ok || !both {
			t.Fatalf("line %q", line)
		}
		languages[lang] = true
		if want == "full_name" {
			want = FieldName
		}
		for word := range strings.SplitSeq(words, ", ") {
			count++
			if field, _ := headerField(headerKey(word)); field != want {
				t.Errorf("%s: %q means %q, want %q", lang, word, field, want)
			}
		}
	}
	t.Logf("%d headings in %d languages", count, len(languages))
	if len(languages) < 40 || count < 500 {
		t.Errorf("%d headings in %d languages", count, len(languages))
	}
}

// A word that means a whole name or half of one is settled by its neighbour.
func TestHalvesOfNames(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"Jméno;Příjmení", "Vardas;Pavardė", "Имя;Фамилия", "Ime;Prezime", "Ad;Soyad", "Όνομα;Επώνυμο", "Nama;Nama belakang", "Name;Surname", "שם;שם משפחה"} {
		r, err := Parse([]byte(header+";E-mail\nJan;Novák;a@x.org\nEva;Malá;b@x.org\n"), "l", Options{})
		if err != nil || r.People.List()[0].Name != "Jan Novák" {
			t.Errorf("%s: %+v %v", header, r, err)
		}
	}
	for _, header := range []string{"Nume;Prenume", "Név;Keresztnév", "Nom;Prénom", "Naam;Voornaam"} {
		r, err := Parse([]byte(header+";E-mail\nPop;Ana;a@x.org\nIon;Dan;b@x.org\n"), "l", Options{})
		if err != nil || r.People.List()[0].Name != "Ana Pop" {
			t.Errorf("%s: %+v %v", header, r, err)
		}
	}
}

// Who attends goes before who pays, whatever stands first.
func TestTheAttendeeGoesBeforeThePayer(t *testing.T) {
	t.Parallel()
	for _, header := range []string{
		"Order name;Order email;Attendee name;Attendee email", "Buyer Name;Buyer Email;Ticket Holder Name;Ticket Holder Email",
		"Besteller Name;Besteller E-Mail;Teilnehmer Name;Teilnehmer E-Mail", "Имя плательщика;E-mail плательщика;Имя участника;E-mail участника",
		"Nom de l'acheteur;E-mail de l'acheteur;Nom du participant;E-mail du participant", "購入者名前;購入者メールアドレス;参加者名前;参加者メールアドレス",
		"Billing name;Billing email;Name;Email",
	} {
		r, err := Parse([]byte(header+"\nPat Payer;pay@x.org;Ann Attends;ann@x.org\nPat Payer;pay@x.org;Bo Attends;bo@x.org\n"), "l", Options{})
		if err != nil || r.People.Len() != 2 || r.People.List()[1].Email != "bo@x.org" || r.People.List()[1].Name != "Bo Attends" {
			t.Errorf("%s: %+v %v", header, r.Columns, err)
		}
	}
}

func TestMappingJoinsAndConstants(t *testing.T) {
	t.Parallel()
	list := "A,B,C,Mail\nDr.,Ada,Ng,a@x.org\n,Bob,Lee,b@x.org\n"
	o := Options{Map: map[string]string{FieldName: "A + B+C", FieldNarrative: "=Built a lamp.", FieldIssuedOn: "=2026-03-31"}}
	r, err := Parse([]byte(list), "l", o)
	if err != nil || len(r.Problems) != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if a, b := r.People.List()[0], r.People.List()[1]; a.Name != "Dr. Ada Ng" || b.Name != "Bob Lee" || a.Narrative != "Built a lamp." || b.IssuedOn.String() != "2026-03-31" {
		t.Errorf("%+v %+v", a, b)
	}
	for _, c := range r.Columns[:3] {
		if c.Field != FieldName {
			t.Errorf("column %+v", c)
		}
	}
	o.Map[FieldEmail] = "C"
	if _, err := Parse([]byte(list), "l", o); err == nil {
		t.Error("a column is used twice")
	}
	s := NewStream(strings.NewReader(list), Options{Map: map[string]string{FieldName: "B+C", FieldNarrative: "=x"}})
	if row, _, err := s.Next(); err != nil || row.Person.Name != "Ada Ng" || row.Person.Narrative != "x" {
		t.Errorf("%+v %v", row.Person, err)
	}
}
