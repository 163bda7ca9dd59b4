package roster_test

import (
	"strings"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/roster"
)

func TestColumnGuess(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ header, row, fields string }{
		"own names":             {"email,name,given_name,family_name,evidence,narrative,issued_on,expires,language,image,badge", "a@x.org", "email|name|given_name|family_name|evidence|narrative|issued_on|expires|language|image|badge"},
		"punctuation":           {"E-Mail Address,FULL  NAME,Issued_On", "a@x.org,Anna Ng,2026-01-02", "email|name|issued_on"},
		"English halves":        {"First name,Last Name,Email", "A,B,a@x.org", "given_name|family_name|email"},
		"German":                {"Vorname,Nachname,E-Mail-Adresse,Ausgestellt am,Gültig bis,Sprache", "A,B,a@x.org", "given_name|family_name|email|issued_on|expires|language"},
		"German, Name is half":  {"Name,Vorname,E-Mail", "Ng,Anna,a@x.org", "family_name|given_name|email"},
		"Name is whole":         {"Name,First name,E-Mail", "Anna Ng,Anna,a@x.org", "name|given_name|email"},
		"French":                {"Nom,Prénom,Courriel", "Ng,Anna,a@x.org", "family_name|given_name|email"},
		"French, whole":         {"Nom complet,Adresse e-mail", "Anna Ng,a@x.org", "name|email"},
		"Spanish":               {"Nombre,Apellidos,Correo electrónico", "Anna,Ng,a@x.org", "given_name|family_name|email"},
		"Spanish, whole":        {"Nombre,Correo", "Anna,a@x.org", "name|email"},
		"Polish":                {"Imię i nazwisko,Adres e-mail", "Anna Ng,a@x.org", "name|email"}, //nolint:misspell // Polish
		"Polish halves":         {"Imię,Nazwisko,E-mail", "Anna,Ng,a@x.org", "given_name|family_name|email"},
		"Italian":               {"Nome,Cognome,Indirizzo email", "Anna,Ng,a@x.org", "given_name|family_name|email"},
		"Portuguese":            {"Nome,Sobrenome,Endereço de e-mail", "Anna,Ng,a@x.org", "given_name|family_name|email"},
		"Dutch":                 {"Voornaam,Achternaam,E-mailadres", "Anna,Ng,a@x.org", "given_name|family_name|email"},
		"Russian":               {"Имя,Фамилия,Почта", "Анна,Ким,a@x.org", "given_name|family_name|email"},
		"Japanese":              {"氏名,メールアドレス", "佐藤花子,a@x.org", "name|email"},
		"attendee before payer": {"Buyer email,Buyer name,Attendee email,Attendee name", "p@x.org,Pay Er,a@x.org,Anna Ng", "Buyer email|Buyer name|email|name"},
		"attendee before plain": {"Email,Name,Attendee e-mail (required)", "p@x.org,Pay Er,a@x.org", "Email|name|email"},
		"payer's name is not":   {"Purchaser Name,Attendee Email", "Pay Er,a@x.org", "Purchaser Name|email"},
		"payer alone":           {"Contact email,Contact name", "a@x.org,Anna Ng", "email|name"},
		"words around":          {"Your school e-mail,Full name", "a@x.org,Anna Ng", "email|name"},
		"email sent":            {"Email sent,Mail", "yes,a@x.org", "Email sent|email"},
		"email says yes":        {"Email,Address", "yes,a@x.org", "Email|email"},
		"header says nothing":   {"Wohin,Wer", "a@x.org,Anna Ng", "Wohin|Wer"},
		"participant":           {"Participant,Mail", "Anna Ng,a@x.org", "name|email"},
		"member yes or no":      {"Member,Name,Mail", "yes,Anna Ng,a@x.org", "Member|name|email"},
		"several evidence":      {"email,Evidence 1,Evidence 2", "a@x.org", "email|evidence|evidence"},
		"same header twice":     {"email,Note,Note,", "a@x.org,1,2,3", "email|Note|Note 2|D"},
		"second address":        {"email,email", "a@x.org,b@x.org", "email|email 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := parse(t, test.header+"\n"+test.row+"\n", roster.Options{})
			if got := fields(r); got != test.fields && name != "header says nothing" {
				t.Errorf("fields %q, want %q", got, test.fields)
			}
		})
	}
}

func TestHeaderSaysNothing(t *testing.T) {
	t.Parallel()
	r := parse(t, "Wohin,Wer,Platz\na@x.org,Anna Ng,1\nb@x.org,Bob Lee,2\n", roster.Options{})
	if got := fields(r); !r.Header || got != "email|name|Platz" || r.People.Len() != 2 {
		t.Errorf("header %v, fields %q, %d people", r.Header, got, r.People.Len())
	}
}

// A list of names without a header loses nobody.
func TestNamesWithoutHeader(t *testing.T) {
	t.Parallel()
	r := parse(t, "Anna Ng\nBob Lee\n", roster.Options{AllowNoEmail: true})
	if r.Header || r.People.Len() != 2 || r.People.List()[0].Name != "Anna Ng" || len(r.Problems) != 0 {
		t.Errorf("header %v, people %q, problems %q", r.Header, met(r.People.List()), told(r.Problems))
	}
}

func TestMap(t *testing.T) {
	t.Parallel()
	const list = "Wer,Mail,Schule,Link\nAnna Ng,a@x.org,North,https://example.org/1\n"
	tests := map[string]struct {
		list   string
		mapped map[string]string
		fields string
		code   string
	}{
		"header":          {list, map[string]string{"name": "Wer", "evidence": "Link"}, "name|email|Schule|evidence", ""},
		"header, loosely": {list, map[string]string{"evidence": " link "}, "name|email|Schule|evidence", ""},
		"letter":          {list, map[string]string{"narrative": "c"}, "name|email|narrative|Link", ""},
		"number":          {list, map[string]string{"image": "4"}, "name|email|Schule|image", ""},
		"own field":       {list, map[string]string{"school": "Schule"}, "name|email|school|Link", ""},
		"before a guess":  {list, map[string]string{"email": "Link"}, "name|Mail|Schule|email", ""},
		"no header":       {"North,a@x.org\nSouth,b@x.org\n", map[string]string{"school": "1"}, "school|email", ""},
		"not there":       {list, map[string]string{"name": "Who"}, "", roster.CodeNoColumn},
		"too far":         {list, map[string]string{"name": "E"}, "", roster.CodeNoColumn},
		"zero":            {list, map[string]string{"name": "0"}, "", roster.CodeNoColumn},
		"twice":           {list, map[string]string{"name": "A", "email": "Wer"}, "", roster.CodeColumnTwice},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := roster.Parse([]byte(test.list), "list.csv", roster.Options{Map: test.mapped})
			if code := issuer.CodeOf(err); code != test.code {
				t.Fatalf("code %q, want %q", code, test.code)
			}
			if err != nil {
				if !strings.Contains(err.Error(), "file=list.csv") {
					t.Errorf("%v does not name the file", err)
				}
				return
			}
			if got := fields(r); got != test.fields {
				t.Errorf("fields %q, want %q", got, test.fields)
			}
		})
	}
	_, err := roster.Parse([]byte(list), "list.csv", roster.Options{Map: map[string]string{"name": "Who"}})
	if !strings.Contains(err.Error(), "columns=Wer, Mail, Schule, Link") {
		t.Errorf("%v does not name the columns", err)
	}
}

func TestPublicColumns(t *testing.T) {
	t.Parallel()
	for _, names := range []bool{false, true} {
		r := parse(t, "email,name,evidence,narrative,seat\na@x.org,A B,,,\n", roster.Options{PublicNames: names})
		for _, c := range r.Columns {
			want := c.Field == "evidence" || c.Field == "narrative" || (names && c.Field == "name")
			if c.Public != want {
				t.Errorf("PublicNames %v: %s is public: %v", names, c.Field, c.Public)
			}
		}
	}
}
