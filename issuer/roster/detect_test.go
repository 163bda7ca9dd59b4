package roster

import (
	"strings"
	"testing"
)

// Lists in the code pages of their countries are read as their people wrote
// them.
func TestCodePagesAreFound(t *testing.T) {
	t.Parallel()
	lists := map[string][]string{
		"windows-1252": {
			"Name;E-Mail\nJürgen Müßig;j@x.org\nBärbel Größe;b@x.org\n", "Nom;Courriel\nHélène Lefèvre;h@x.org\nFrançois Noël;f@x.org\nBenoît Gaëlle;g@x.org\n",
			"Nombre;Correo\nJosé Muñoz;j@x.org\nMaría Ibáñez;m@x.org\n", "Namn;E-post\nÅsa Öberg;a@x.org\nSøren Kjær;s@x.org\n", "Nome;E-mail\nJoão Conceição;j@x.org\nLuís Magalhães;l@x.org\n",
			"name,email\nZoë “Zo” O’Neil,z@x.org\n",
		},
		"windows-1250": {
			"imię;poczta\nŁukasz Żółciński;l@x.org\nMałgorzata Wiśniewska;m@x.org\n", "Jméno;E-mail\nJiří Dvořák;j@x.org\nZdeněk Šťastný;z@x.org\nLucie Nováčková;l@x.org\n",
			"Név;E-mail\nGergő Szűcs;g@x.org\nErzsébet Kőszegi;e@x.org\n", "Ime;E-mail\nŽeljko Đurić;z@x.org\nIvana Čović;i@x.org\n",
		},
		"windows-1251": {"Имя;Почта\nАнна Ковалёва;a@x.org\nИван Петров;i@x.org\n", "Ім'я;Пошта\nОлена Їжакевич;o@x.org\nАндрій Шевченко;a@x.org\n"},
		"windows-1253": {"Όνομα;Email\nΓιώργος Παπαδόπουλος;g@x.org\nΕλένη Νικολάου;e@x.org\n"},
		"windows-1254": {"Ad Soyad;E-posta\nAyşe Yılmaz;a@x.org\nÖmer Doğan;o@x.org\n"},
		"windows-1255": {"שם;דוא\"ל\nדוד כהן;d@x.org\nשרה לוי;s@x.org\n"},
		"windows-1256": {"الاسم;البريد\nمحمد الأمين;m@x.org\nفاطمة علي;f@x.org\n"},
		"windows-1257": {"Vardas;El. paštas\nRūta Žemaitė;r@x.org\nJonas Kazlauskas Šimkūnas;j@x.org\n", "Vārds;E-pasts\nJānis Bērziņš;j@x.org\nIlze Kļaviņa;i@x.org\n"},
		"iso-8859-2":   {"imię;poczta\nŚwiętosława Gąska;l@x.org\nZdzisław Źrebiec;m@x.org\n"},
		"iso-8859-5":   {"Имя;Почта\nАнна Ковалёва;a@x.org\nИван Петров;i@x.org\n"},
		"koi8-r":       {"Имя;Почта\nАнна Ковалева;a@x.org\nИван Петров;i@x.org\n"},
		"ibm850":       {"Name;E-Mail\nJürgen Müßig;j@x.org\nBärbel Größe;b@x.org\n"},
		"ibm866":       {"Имя;Почта\nАнна Ковалева;a@x.org\nИван Петров;i@x.org\n"},
		"macintosh":    {"Name;E-Mail\nJürgen Müßig;j@x.org\nBärbel Größe;b@x.org\n", "Name,E-mail,Note\rÄnne Müller,a@x.org,ok\rZoë Øst,z@x.org,two\rJosé Peña,j@x.org,three\r"},
		"shift_jis":    {"氏名,メールアドレス\n山田 太郎,t@x.org\n佐藤 花子,h@x.org\n"},
		"euc-jp":       {"氏名,メールアドレス\n山田 太郎,t@x.org\n佐藤 花子,h@x.org\n"},
		"gb18030":      {"姓名,邮箱\n王小明,w@x.org\n李娜,l@x.org\n张伟,z@x.org\n"},
		"big5":         {"姓名,電子郵件\n陳志明,c@x.org\n林淑芬,l@x.org\n張雅婷,z@x.org\n"},
		"euc-kr":       {"이름,이메일\n김민준,k@x.org\n이서연,l@x.org\n"},
	}
	for name, texts := range lists {
		for _, page := range codePages() {
			if page.name != name {
				continue
			}
			for _, text := range texts {
				data, err := page.page.NewEncoder().String(text)
				if err != nil {
					t.Fatalf("%s: %v in %q", name, err, text)
				}
				r, err := Parse([]byte(data), "l", Options{})
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if got, _ := decode(data, r.Encoding); got != text {
					t.Errorf("%s is taken for %s: %q", name, r.Encoding, got)
				}
			}
		}
	}
}

// One strange letter in a long list is enough to go by, and damaged UTF-8 is
// still UTF-8.
func TestOneStrangeLetter(t *testing.T) {
	t.Parallel()
	list := "name,email\n" + strings.Repeat("Ann Lee,a@x.org\n", 1000) + "Ren\xe9 Lee,r@x.org\n"
	if r, err := Parse([]byte(list), "l", Options{}); err != nil || r.Encoding != ansi {
		t.Errorf("%v %v", r.Encoding, err)
	}
}
