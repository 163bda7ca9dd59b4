package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// How sure a header makes us, so that the best of several columns wins.
const (
	rankExact    = 20 // the field's word
	rankBroad    = 15 // a word that means two things: nom, name
	rankContains = 11 // the word is in the header, and the cells agree
	rankRole     = 5  // only whose it is: Participant; the cells must agree
	rankCells    = 3  // only the cells say so
	rankAttendee = 10 // more, when the header speaks of who attends
	rankPayer    = -9 // less, when it speaks of who pays
)

// maxHeader is how long a header can be, in bytes, to mean anything.
const maxHeader = 500

// headerKey makes headers comparable: lower case, letters and digits only,
// without accents.
func headerKey(header string) string {
	if len(header) > maxHeader {
		return ""
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(trim(header))) {
		if (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && (r < 0x300 || r > 0x36f) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// headerField gives the field a header's key means and how sure that is; ""
// when it says nothing. A header may say whose it is: Attendee email.
func headerField(key string) (field string, rank int) {
	if key == "" {
		return "", 0
	}
	if field, rank = keyField(key); field != "" {
		return field, rank
	}
	if bare := unasked(key); bare != key && bare != "" {
		if field, rank = keyField(bare); field != "" {
			return field, rank
		}
	}
	base, role := headerRole(key)
	if role == 0 {
		return "", 0
	}
	if base == "" && role > 0 && !strings.HasPrefix(key, "ticket") {
		return FieldName, rankRole
	}
	field, rank = keyField(base)
	switch field {
	case FieldEmail, FieldName, FieldGivenName, FieldFamilyName:
		return field, rank + role
	}
	return "", 0
}

// halfField is headerField of a header that ends with which half of a name it
// is, behind a colon or in brackets: "Teilnehmername: Vorname", "Who are you?
// [Last name]". "" for any other.
func halfField(header string) (field string, rank int) {
	whose, half, found := strings.Cut(strings.TrimSuffix(header, "]"), " [")
	if !found || !strings.HasSuffix(header, "]") {
		whose, half, found = strings.Cut(header, ": ")
	}
	if !found {
		return "", 0
	}
	if field, rank = keyField(headerKey(half)); field != FieldGivenName && field != FieldFamilyName {
		return "", 0
	}
	_, role := headerRole(headerKey(whose))
	return field, rank + role
}

// isInfix tells what stands between the two halves of a Dutch name, and belongs
// to the second: van der.
func isInfix(key string) bool {
	switch key {
	case "tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "infix", "surnameprefix":
		return true
	}
	return false
}

// unasked takes off what makes a question of a heading: a number or a code in
// front, "What is your", "Bitte gib deine", and that it has to be answered.
func unasked(key string) string {
	key = strings.TrimPrefix(codeInFront(key), "hi")
	for _, word := range []string{"必填", "必須", "必须", "필수", "required", "pflichtfeld", "obligatoire", "obligatorio", "obrigatorio", "obbligatorio", "verplicht", "wymagane"} {
		key = strings.TrimSuffix(key, word)
	}
	for _, word := range askingWords() {
		if rest, ok := strings.CutPrefix(key, word); ok {
			return strings.TrimSuffix(rest, "an")
		}
	}
	return key
}

func askingWords() []string {
	return []string{
		"whatisyour", "whatsyour", "andyour", "pleaseenteryour", "pleasegiveyour", "enteryour", "your",
		"wieistdeine", "wieistdein", "wielautetdeine", "wielautetdein", "bittegibdeine", "bittegibdeinen", "bittegibihre", "bittegibihren",
		"deine", "dein", "ihre", "ihr", "eure", "euer",
		"quelestvotre", "quelleestvotre", "votre", "ton", "cualestu", "tu", "su", "qualeiltuo", "iltuo", "latua", "qualoseu", "oseu", "seu",
		"jouw", "uw", "twoje", "twoj", "вашеимяи", "ваше", "ваша", "ваш", "请输入您的", "请填写您的", "您的", "你的", "あなたの", "귀하의",
	}
}

// codeInFront takes the code of a question off: 1, Q3, G01Q02.
func codeInFront(key string) string {
	rest := strings.TrimLeft(key, "0123456789")
	for len(rest) > 2 && rest[0] >= 'a' && rest[0] <= 'z' && rest[1] >= '0' && rest[1] <= '9' {
		rest = strings.TrimLeft(rest[1:], "0123456789")
	}
	return rest
}

// headerRole takes the word for a role off a key.
func headerRole(key string) (base string, role int) {
	for _, word := range payerWords() {
		if before, after, ok := strings.Cut(key, word); ok {
			return before + after, rankPayer
		}
	}
	for _, word := range attendeeWords() {
		if before, after, ok := strings.Cut(key, word); ok {
			return strings.TrimSuffix(before+after, "s"), rankAttendee
		}
	}
	return key, 0
}

func payerWords() []string {
	return []string{
		"buyers", "buyer", "payers", "payer", "billing", "purchasers", "purchaser", "orderer", "orders", "order", "invoice",
		"contacts", "contact",
		"parents", "parent", "guardian", "booker", "customer", "bookedby", "mothers", "mother", "fathers", "father",
		"mutters", "mutter", "vaters", "vater", "erziehungsberechtigte", "madre", "padre", "rodzica", "rodzicow", "opiekuna", "родителя",
		"rechnungs", "rechnung", "besteller", "zahler", "kaufer", "eltern", "payeur", "acheteur", "facturation",
		"comprador", "pagador", "facturacion", "zamawiajacego", "platnika", "nabywcy", "acquirente", "pagante", "besteller", "betaler", "koper",
		"bestallare", "kopare", "kober", "bestiller", "ostaja", "tilaaja", "objednatele", "platce", "objednavatela",
		"megrendelo", "cumparator", "platitor", "αγοραστη", "αγοραστης", "siparis", "alici", "плательщика", "плательщик", "покупателя", "покупатель",
		"заказчика", "заказчик",
		"платника", "покупця", "замовника", "kupca", "narucitelj", "pirkejo", "ostja", "購入者", "注文者", "申込者", "购买者",
		"付款人", "訂購人", "구매자", "주문자", "المشتري",
	}
}

func attendeeWords() []string {
	return []string{
		"deltagarens", "deltagare", "deltagerens", "deltager", "deltakerens", "deltaker", "osallistujan", "osallistuja", "ucastnika", "ucastnik",
		"resztvevo", "participantului", "συμμετεχοντα", "συμμετεχων", "katilimci", "участника", "участник", "учасника", "учасник",
		"участникът", "sudionika", "polaznika", "dalyvio", "dalibnieka", "osaleja", "参加者", "受講者", "参会者", "参会人", "学员", "참가자", "المشارك",
		"attendees", "attendee", "duparticipant", "delparticipante",
		"participante", //nolint:misspell // Spanish
		"participants", "participant", "recipients", "recipient", "students", "student", "learners", "learner",
		"earners", "earner", "invitee", "guests", "guest", "members", "member", "ticketholder", "holder", "delegate",
		"trainee", "childs", "child", "pupils", "pupil", "kindes", "kind", "schulerin", "lenfant", "enfant", "leleve", "eleve", "ucznia", "dziecka", "ребенка",
		"speaker", "volunteer", "ticket", "teilnehmerin", "teilnehmers", "teilnehmer", "empfanger", "mitglied",
		"schuler", "asistente", "alumno", "destinatario", "uczestnika", "uczestnik", "odbiorca", "odbiorcy",
		"delpartecipante", "partecipante", "vandedeelnemer", "deelnemers", "deelnemer", "ontvanger",
	}
}

// keyField is the table of what columns are called: English, German, French,
// Spanish, Polish, Italian, Portuguese, Dutch and some more.
func keyField(key string) (string, int) {
	switch key {
	case "email", "emailaddress", "emailadress", "emails", "mail", "mailaddress", "emailid", "primaryemail", "youremail",
		"youremailaddress", "useremail", "workemail", "personalemail", "electronicmail",
		"emailadresse", "mailadresse", "epost", "epostadresse", "elektronischepost",
		"courriel", "adressecourriel", "adressemail", "adresseemail", "adresseelectronique", "adressedecourriel",
		"adressedemessagerie",
		"correo", "correoelectronico", "direcciondecorreo", "direcciondecorreoelectronico", "direccionemail",
		"direcciondeemail", "direccioncorreo",
		"adresemail", "adrespocztyelektronicznej", "pocztaelektroniczna", "adrespoczty",
		"indirizzoemail", "indirizzomail", "indirizzodiposta", "postaelettronica", "indirizzodipostaelettronica",
		"enderecodeemail", "enderecoemail", "correioeletronico", "correioeletronica", "correioelectronico",
		"emailadres", "mailadres", "epostadress", "sahkoposti", "eposta",
		"почта", "электроннаяпочта", "имеил", "邮箱", "电子邮件", "電子郵件", "メール", "メールアドレス", "이메일":
		return FieldEmail, rankExact
	case "fullname", "displayname", "completename", "yourname", "yourfullname", "namesurname", "nameandsurname", "realname",
		"nameoriginalname", "userdisplayname", "anzeigename",
		"firstandlastname", "firstnamelastname", "firstlastname", "lastnamefirstname", "nameonbadge", "nameoncertificate",
		"vollstandigername", "vorundnachname", "vorundzuname", "vornamenachname", "vornameundnachname", "vornamename",
		"namevorname", "nachnamevorname", "ganzername",
		"nomcomplet", "nometprenom", "nomprenom", "nomprenoms", "prenometnom", "prenomnom", "nomsetprenoms",
		"nombrecompleto", "nombreyapellidos", "nombreyapellido", "nombresyapellidos", "apellidosynombre", "apellidosynombres",
		"imieinazwisko", "nazwiskoiimie", "imienazwisko", "nazwiskoimie",
		"nomecompleto", "nomeecognome", "nomecognome", "cognomeenome", "cognomenome", "nomeesobrenome", "nomeeapelido",
		"volledigenaam", "voorenachternaam", "имяифамилия", "фамилияимя", "фио", "名前", "氏名", "表示名", "姓名", "이름":
		return FieldName, rankExact
	case "name", "names", "nom", "nombre", "nome", "naam", "имя", "namn", "navn", "nimi":
		return FieldName, rankBroad
	case "givenname", "givennames", "firstname", "firstnames", "first", "forename", "forenames", "fname", "vorname", "vornamen",
		"rufname", "prenom", "prenoms", "nombres", "nombredepila", "primernombre", "imie", "imiona", "primeironome",
		"nomeproprio", "voornaam", "roepnaam", "fornamn", "fornavn", "etunimi", "名":
		return FieldGivenName, rankExact
	case "familyname", "familynames", "lastname", "lastnames", "last", "surname", "surnames", "lname", "nachname", "nachnamen",
		"familienname", "langname", "zuname", "nomdefamille", "apellido", "apellidos", "nazwisko", "cognome", "sobrenome", "apelido",
		"apelidos", "ultimonome", "achternaam", "familienaam", "efternamn", "etternavn", "sukunimi", "фамилия", "姓":
		return FieldFamilyName, rankExact
	}
	return keyOther(key)
}

func keyOther(key string) (string, int) {
	switch strings.TrimRight(key, "0123456789") {
	case "evidence", "evidenceurl", "evidenceurls", "evidencelink", "evidencelinks", "evidences", "proofurl", "nachweis", "nachweisurl",
		"nachweislink", "beleg", "preuve", "lienpreuve", "evidencia", "evidencias", "dowod", "evidenza", "prova", "bewijs":
		return FieldEvidence, rankExact
	}
	switch key {
	case "narrative", "evidencenarrative", "awardnarrative", "recipientnarrative", "criteriaadd", "begrundung", "laudatio", "narracion",
		"narrativa":
		return FieldNarrative, rankExact
	case "criterianote", "criterianotes", "criteriamet", "criteriacomment", "howearned", "howitwasearned", "howcriteriaweremet", "kriteriennotiz",
		"kriterienerfullung", "erfullungderkriterien", "notedecriteres", "notecriteres", "notadecriterios", "notadeicriteri", "notaskryteriow", "criterianotitie":
		return FieldNote, rankExact
	case "issuedon", "issuedate", "issuedat", "dateissued", "dateofissue", "issued", "awarddate", "awardedon", "dateawarded",
		"completiondate", "completedon", "datecompleted", "ausgestelltam", "ausstellungsdatum", "verliehenam",
		"datedemission", "datedelivrance", "datededelivrance", "delivrele", "fechadeemision", "fechadeexpedicion",
		"emitidoel", "datawydania", "datawystawienia", "datadirilascio", "datadiemissione", "datadeemissao", "emitidoem",
		"datumbehaald", "behaaldop", "godkanddatum", "uitgiftedatum", "datumvanuitgifte", "uitgereiktop":
		return FieldIssuedOn, rankExact
	case "expires", "expireson", "expiry", "expirydate", "expiration", "expirationdate", "expiresat", "validuntil", "validto",
		"gultigbis", "ablaufdatum", "lauftabam", "expirele", "datedexpiration", "valablejusquau", "caduca", "vence",
		"fechadecaducidad", "fechadevencimiento", "validohasta", "waznedo", "waznydo", "datawaznosci", "scadenza",
		"validade", //nolint:misspell // Portuguese
		"datadiscadenza", "validofinoal", "validoate", "datadevalidade", "geldigtot", "vervaldatum":
		return FieldExpires, rankExact
	case "language", "lang", "locale", "languagecode", "sprache", "langue", "idioma", "jezyk", "lingua", "taal":
		return FieldLanguage, rankExact
	case "image", "imageurl", "imagefile", "badgeimage", "picture", "picturefile", "photo", "photofile", "portrait", "headshot", "mugshot",
		"bild", "bilddatei", "foto", "fotodatei", "lichtbild", "passbild", "passfoto", "fotografie", "fotografia", "fotographie", "photographie",
		"imagen", "immagine", "imagem", "zdjecie", "afbeelding", "pasfoto", "bilde", "billede", "фото", "фотография", "照片", "写真", "사진":
		return FieldImage, rankExact
	case "badge", "badgename", "badgeclass", "badgeid", "badgetemplate":
		return FieldBadge, rankExact
	}
	return keyWorld(key)
}

// saysEmail tells a header that speaks of an address among other words. Only
// together with cells that are addresses does it count.
func saysEmail(key string) bool {
	for _, word := range []string{"email", "mailadres", "courriel", "correo", "epost", "pocztaelektr", "postaelettr"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// saysName tells a header that speaks of a name among other words. Only
// together with cells that look like names does it count.
func saysName(key string) bool {
	for _, word := range []string{"name", "naam", "nombre", "prenom", "nazwisk", "имя", "姓名", "氏名", "名前", "이름"} {
		if strings.Contains(key, word) {
			return !strings.Contains(key, "user") && !strings.Contains(key, "benutzer")
		}
	}
	return false
}

// Fields lists the fields that this room understands.
func Fields() []string { return knownFields() }

// knownFields are the fields this room understands, in their order of
// cli.md.
func knownFields() []string {
	return []string{
		FieldEmail, FieldName, FieldGivenName, FieldFamilyName, FieldEvidence, FieldNarrative, FieldNote,
		FieldIssuedOn, FieldExpires, FieldLanguage, FieldImage, FieldBadge,
	}
}
