package roster

// monthOf gives the number of a month by its name or its short form, as
// headerKey writes it; 0 when it is none. "listopad" is left out: it is
// November in Poland and October in Croatia.
func monthOf(key string) int {
	switch key {
	case "january", "jan", "januar", "janner", "januari", "janvier", "janv", "enero", "ene", "janeiro", "gennaio", "genn",
		"gen", "styczen", "stycznia", "sty", "leden", "ledna", "led", "sijecanj", "sijecnja", "januarie", "ianuarie", "ian",
		"tammikuu", "tammikuuta", "tammi", "ocak", "oca", "январь", "января", "янв", "січень", "січня", "січ", "януари",
		"ιανουαριος", "ιανουαριου", "ιαν", "sausis", "sausio", "janvaris", "janvari", "jaanuar", "gener", "januara",
		"јануар", "ianuar", "yanvar", "जनवरी", "يناير", "ינואר", "มกราคม":
		return 1
	case "february", "feb", "februar", "feber", "februari", "fevrier", "fevr", "fev", "febrero", "fevereiro", "febbraio",
		"febbr", "luty", "lutego", "lut", "unor", "unora", "uno", "veljaca", "veljace", "februarie", "helmikuu",
		"helmikuuta", "helmi", "subat", "sub", "февраль", "февраля", "фев", "февр", "лютии", "лютого", "лют", "февруари",
		"φεβρουαριος", "φεβρουαριου", "φεβ", "vasaris", "vasario", "februaris", "veebruar", "veebr", "febrer", "februara",
		"фебруар", "फ़रवरी", "فبراير", "פברואר", "กุมภาพันธ์":
		return 2
	case "march", "mar", "marz", "mrz", "maerz", "maart", "mrt", "mars", "marzo", "marco", "marzec", "marca", "brezen",
		"brezna", "bre", "ozujak", "ozujka", "martie", "maaliskuu", "maaliskuuta", "maalis", "mart", "март", "марта", "мар",
		"березень", "березня", "бер", "μαρτιος", "μαρτιου", "μαρ", "kovas", "kovo", "marts", "marta", "marc", "marcius",
		"marec", "मार्च", "مارس", "מרץ", "มีนาคม":
		return 3
	case "april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwiecien", "kwietnia", "kwi", "duben", "dubna", "dub",
		"travanj", "travnja", "aprilie", "huhtikuu", "huhtikuuta", "huhti", "nisan", "nis", "апрель", "апреля", "апр",
		"квітень", "квітня", "квіт", "απριλιος", "απριλιου", "απρ", "balandis", "balandzio", "aprilis", "aprili", "aprill",
		"aprila", "अप्रैल", "أبريل", "אפריל", "เมษายน":
		return 4
	case "may", "mai", "mei", "mayo", "maio", "maggio", "magg", "mag", "maj", "maja", "kve", "kveten", "kvetna",
		"svibanj", "svibnja", "toukokuu", "toukokuuta", "touko", "mayıs", "маи", "мая", "травень", "травня", "трав", "μαιος",
		"μαιου", "μαι", "geguze", "geguzes", "maijs", "maija", "maig", "majus", "मई", "مايو", "מאי", "พฤษภาคม":
		return 5
	case "june", "jun", "juni", "juin", "junio", "junho", "giugno", "giu", "czerwiec", "czerwca", "cze", "cerven",
		"cervna", "cvn", "lipanj", "lipnja", "iunie", "iun", "kesakuu", "kesakuuta", "kesa", "haziran", "haz", "июнь",
		"июня", "июн", "червень", "червня", "черв", "юни", "ιουνιος", "ιουνιου", "ιουν", "birzelis", "birzelio", "junijs",
		"junija", "juuni", "juny", "junius", "juna", "जून", "يونيو", "יוני", "มิถุนายน":
		return 6
	case "july", "jul", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug", "lipiec", "lipca", "lip",
		"cervenec", "cervence", "cvc", "srpanj", "srpnja", "iulie", "iul", "heinakuu", "heinakuuta", "heina", "temmuz",
		"tem", "июль", "июля", "июл", "липень", "липня", "лип", "юли", "ιουλιος", "ιουλιου", "ιουλ", "liepa", "liepos",
		"julijs", "julija", "juuli", "juliol", "julius", "jula", "जुलाई", "يوليو", "יולי", "กรกฎาคม":
		return 7
	case "august", "aug", "augustus", "aout", "agosto", "ago", "sierpien", "sierpnia", "sie", "srpen", "srpna", "srp",
		"kolovoz", "kolovoza", "elokuu", "elokuuta", "elo", "agustos", "agu", "август", "августа", "авг", "серпень",
		"серпня", "серп", "αυγουστος", "αυγουστου", "αυγ", "rugpjutis", "rugpjucio", "augusts", "augusta", "agost",
		"augusztus", "agust", "अगस्त", "أغسطس", "אוגוסט", "สิงหาคม":
		return 8
	case "september", "sep", "sept", "septembre", "septiembre", "setiembre", "setembro", "set", "settembre", "sett",
		"wrzesien", "wrzesnia", "wrz", "zari", "zar", "rujan", "rujna", "septembrie", "syyskuu", "syyskuuta", "syys",
		"eylul", "eyl", "сентябрь", "сентября", "сен", "сент", "вересень", "вересня", "вер", "септември", "σεπτεμβριος",
		"σεπτεμβριου", "σεπ", "rugsejis", "rugsejo", "septembris", "septembri", "setembre", "szeptember", "szept",
		"septembra", "सितंबर", "سبتمبر", "ספטמבר", "กันยายน":
		return 9
	case "october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "out", "ottobre", "ott", "pazdziernik",
		"pazdziernika", "paz", "rijen", "rijna", "rij", "octombrie", "lokakuu", "lokakuuta", "loka", "ekim", "eki",
		"октябрь", "октября", "окт", "жовтень", "жовтня", "жовт", "октомври", "οκτωβριος", "οκτωβριου", "οκτ", "spalis",
		"spalio", "oktobris", "oktobri", "oktoober", "oktobra", "अक्टूबर", "أكتوبر", "אוקטובר", "ตุลาคม":
		return 10
	case "november", "nov", "novembre", "noviembre", "novembro", "studeni", "studenoga", "noiembrie", "noi", "marraskuu",
		"marraskuuta", "marras", "kasım", "kas", "ноябрь", "ноября", "ноя", "нояб", "ноември", "νοεμβριος", "νοεμβριου",
		"νοε", "lapkritis", "lapkricio", "novembris", "novembri", "novembra", "नवंबर", "نوفمبر", "נובמבר", "พฤศจิกายน":
		return 11
	case "december", "dec", "dezember", "dez",
		"decembre", //nolint:misspell // French
		"diciembre", "dic", "dezembro", "dicembre", "grudzien",
		"grudnia", "gru", "prosinec", "prosince", "pro", "prosinac", "prosinca", "decembrie", "joulukuu", "joulukuuta",
		"joulu", "aralık", "ara", "декабрь", "декабря", "дек", "грудень", "грудня", "груд", "декември", "δεκεμβριος",
		"δεκεμβριου", "δεκ", "gruodis", "gruodzio", "decembris", "decembri", "detsember", "desember", "desembre", "decembra",
		"दिसंबर", "ديسمبر", "דצמבר", "ธันวาคม":
		return 12
	}
	return 0
}
