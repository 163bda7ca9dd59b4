package roster

// keyWorld gives the field of a heading in the languages of the world beyond
// those of keyField: its words as headerKey writes them.
func keyWorld(key string) (field string, rank int) {
	switch key {
	case "adrecadecorreu", "adrecaelectronica", "adresadeemail", "adresaemail", "adresaeposte", "alamatemail",
		"alamatsurel", "correu", "correuelectronic", "courrierelectronique", "cyfeiriadebost", "drotposta", "eadresa",
		"ebost", "elektronickaadresa", "elektronikposta", "elektroninispastas", "elektronskaposta", "elpastas",
		"elpastoadresas", "elposta", "emailadresa", "emailanschrift", "emailcim", "emailcime", "emaildelasistente",
		"emaildoparticipante", "emailovaadresa", "emailuczestnika", "emailадрес", "emailアドレス", "enderecoeletronico",
		"enderezoelectronico", "epastaadrese", "epastas", "epasts", "epostaadresi", "epostiaadress", "epostninaslov", "eメール",
		"eメールアドレス", "helbideelektronikoa", "hopthu", "levelcim", "mailadresi", "mailadress", "meil", "meiliaadress", "mejl",
		"mejladress", "mel", "netfang", "postaelectronica", "postaelektronikoa", "retadreso", "retposto", "riomhphost",
		"sahkopostiosoite", "seoladhriomhphoist", "surel", "thuđientu", "tolvupostur", "điachiemail", "διευθυνσηemail",
		"διευθυνσηηλεκτρονικουταχυδρομειου", "ηλεκτρονικοταχυδρομειο", "ηλταχυδρομειο", "ημειλ", "адресаелектронноіпошти",
		"адресэлектронноипочты", "електроннаадреса", "електроннапошта", "електроннапоща", "елпошта", "елпоща", "емеил",
		"епошта", "имеиладрес", "имејл", "мејладреса", "пошта", "элпочта", "אימייל", "דואל", "דואראלקטרוני", "כתובתדואל",
		"כתובתמייל", "מייל", "الإيميل", "البريدالإلكتروني", "البريدالالكتروني", "ايميل", "ایمیل", "بريدإلكتروني", "رایانامه",
		"عنوانالبريدالإلكتروني", "پستالکترونیک", "ईमेल", "ईमेलपता", "ที่อยู่อีเมล", "อีเมล", "อีเมล์", "信箱", "电子邮箱", "邮件",
		"邮件地址", "邮箱地址", "電子メール", "電子信箱", "電郵", "메일", "메일주소", "이메일주소", "전자우편":
		return FieldEmail, rankExact
	case "adsoyad", "advesoyad", "adısoyadı", "adıvesoyadı", "ainmiomlan", "celejmeno", "celemeno", "cognomsinom",
		"deltagarensnamn", "deltagerensnavn", "eesjaperekonnanimi", "enwllawn", "etujasukunimi", "etunimijasukunimi",
		"fornamnochefternamn", "fornavnogefternavn", "fornavnogetternavn", "forochefternamn", "forogefternavn",
		"forogetternavn", "fuldenavn", "fullstandigtnamn", "fulltnafn", "fulltnavn", "helanamnet", "hoten", "hovaten",
		"imeinpriimek", "imeiprezime", "isimsoyisim", "izenabizenak", "izenaetaabizenak", "jmenoaprijmeni", "kokonimi",
		"menoapriezvisko", "namalengkap", "namapeserta", "nimijaperekonnanimi", "nombreyapellidosdelalumno",
		"nomecompletodoparticipante", "nomeeapelidos", "nomicognoms", "numecomplet", "numelesiprenumele", "numeprenume",
		"numesiprenume", "plenanomo", "prenumesinume", "prezimeiime", "priezviskoameno", "priimekinime", "prijmeniajmeno",
		"punoime", "resztvevoneve", "sukunimijaetunimi", "taisnimi", "tamad", "teljesnev", "tenđayđu", "vardasirpavarde",
		"vardaspavarde", "vardsunuzvards", "vardsuzvards", "vezetekeskeresztnev", "επωνυμοκαιονομα", "ονομακαιεπωνυμο",
		"ονοματεπωνυμο", "πληρεςονομα", "имеипрезиме", "имеифамилия", "имена", "повнеімя", "полноеимя", "презимеииме",
		"прізвищетаімя", "прізвищеімяпобатькові", "пълноиме", "піб", "тритеимена", "фамилияиимя", "фамилияимяотчество",
		"імятапрізвище", "שםושםמשפחה", "שםמלא", "اسمالمشارك", "الاسمالكامل", "الاسمبالكامل", "نامونامخانوادگی", "نامکامل",
		"पूरानाम", "प्रतिभागीकानाम", "ชื่อนามสกุล", "ชื่อเต็ม", "ชื่อและนามสกุล", "お名前", "フルネーム", "全名", "参会者姓名", "参加者名",
		"名字", "学员姓名", "學員姓名", "氏名漢字", "성명", "성함", "참가자이름":
		return FieldName, rankExact
	case "ad", "adı", "enw", "ime", "isim", "izena", "jmeno", "meno", "nafn", "nama", "nev", "neve", "nume", "numele",
		"ten", "vardas", "vards", "ονομα", "име", "імя", "שם", "اسم", "الإسم", "الاسم", "نام", "नाम", "ชื่อ":
		return FieldName, rankBroad
	case "ceadainm", "eesnimi", "eiginnafn", "enwcyntaf", "etunimet", "fornafn", "ilkad", "keresztnev", "krestni",
		"krestnijmeno", "krstnemeno", "kutsumanimi", "namadepan", "personanomo", "prenume", "prenumele", "tilltalsnamn",
		"utonev", "μικροονομα", "първоиме", "собственоиме", "שםפרטי", "الاسمالأول", "पहलानाम", "下の名前":
		return FieldGivenName, rankExact
	case "abizena", "abizenak", "cognom", "cognoms", "csaladnev", "cyfenw", "efternavn", "eftirnafn", "familianomo", "ho",
		"kenninafn", "namabelakang", "namakeluarga", "numedefamilie", "pavarde", "perekonnanimi", "perenimi", "prezime",
		"priezvisko", "priimek", "prijmeni", "sloinne", "soyad", "soyadı", "soyisim", "ultimosobrenome", "uzvards",
		"vezeteknev", "επιθετο", "επωνυμο", "презиме", "прізвище", "фамилноиме", "שםמשפחה", "اسمالعائلة", "الاسمالأخير",
		"اللقب", "نامخانوادگی", "अंतिमनाम", "उपनाम", "นามสกุล", "苗字", "성":
		return FieldFamilyName, rankExact
	case "datademissio", "datadexpedicio", "dataeliberarii", "dataemiterii", "datumizdaje", "datumizdavanja",
		"datumudeleni", "datumvydani", "datumvydania", "duzenlenmetarihi", "emisla", "isdavimodata", "izdano",
		"izdosanasdatums", "kiadasdatuma", "kiallitasdatuma", "kiallitva", "myonnetty", "myontamispaiva", "myontopaiva",
		"ngaycap", "tanggalpenerbitan", "tanggalterbit", "udstedelsesdato", "udstedt", "udstedtden", "utfardad",
		"utfardadden", "utfardandedatum", "utfardatden", "utstedelsesdato", "utstedt", "utstedtdato", "valjastamisekuupaev",
		"valjastatud", "verilistarihi", "vydane", "vydanedna", "vydano", "εκδοθηκε", "ημερομηνιαεκδοσης", "видано", "выдано",
		"датавидачі", "датавручения", "датавыдачи", "датанаиздаване", "издаденна", "תאריךהנפקה", "تاريخالإصدار", "发证日期",
		"取得日", "授与日", "発行日", "發證日期", "頒發日期", "颁发日期", "발급일", "수여일":
		return FieldIssuedOn, rankExact
	case "berlakuhingga", "berlakusampai", "bitistarihi", "caducael", "cogiatriđen", "datadecaducitat", "dataexpirarii",
		"datumisteka", "datumplatnosti", "derigslidz", "ervenyes", "ervenyessegvege", "expira", "galiojaiki",
		"gecerliliktarihi", "giltigtill", "giltigtom", "giltigttill", "gyldigtil", "kedaluwarsa", "kehtibkuni",
		"kehtivuselopp", "lejarat", "lejaratdatuma", "ngayhethan", "platido", "platnedo", "platnostdo",
		"songecerliliktarihi", "udløber", "udløbsdato", "utgangsdatum", "utløper", "utløpsdato", "valabilpanala",
		"validfins", "vanhenee", "veljado", "veljavnodo", "viimeinenvoimassaolopaiva", "voimassaasti", "vrijedido",
		"ημερομηνιαληξης", "ισχυειεως", "ληξη", "важидо", "валидендо", "валиднодо", "годендо", "деиствителендо",
		"деиствуетдо", "діисниидо", "дієдо", "срокдеиствия", "терміндіі", "בתוקףעד", "تاريخالانتهاء", "صالححتى", "到期日",
		"失効日", "有効期限", "有效期", "有效期至", "期限", "만료일", "유효기간":
		return FieldExpires, rankExact
	case "bahasa", "dil", "jazyk", "jezik", "kalba", "keel", "kieli", "limba", "llengua", "ngonngu", "nyelv", "sprak",
		"sprog", "valoda", "γλωσσα", "език", "мова", "язык", "שפה", "اللغة", "भाषा", "ภาษา", "言語", "語言", "语言", "언어":
		return FieldLanguage, rankExact
	case "bevis", "bizonyitek", "dokaz", "doklad", "dokumentation", "dovada", "dukaz", "kanıt", "naytto", "todiste",
		"underlag", "αποδειξη", "τεκμηριο", "доказ", "доказательство", "подтверждение", "証拠", "証跡", "證據", "证据", "증거":
		return FieldEvidence, rankExact
	case "begrundelse", "begrunnelse", "gerekce", "indoklas", "motivering", "obrazlozenje", "odovodnenie", "oduvodneni",
		"perustelu", "perustelut", "zduvodneni", "обоснование", "обґрунтування", "理由":
		return FieldNarrative, rankExact
	}
	return "", 0
}
