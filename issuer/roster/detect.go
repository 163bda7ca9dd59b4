package roster

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codePage is an encoding whose bytes do not say which it is, and the letters
// beyond ASCII of the languages that are written in it.
type codePage struct {
	name      string
	page      encoding.Encoding
	languages []string
}

// codePages are tried in this order; the first of those that fit as well is
// taken.
func codePages() []codePage {
	western := []string{
		"äöüßéàèšžœ", "éèêëàâçîïôœùûüæ", "áéíóúüñ¿¡ºª", "ãõáâàçéêíóôúü", "àèéìíîòóùú", "åäöéæøå", "áéíóúýðþæö", "ëéèïöüêáó",
	}
	central := []string{"ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüßé", "ëç"}
	cyrillic := []string{
		"абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'", "абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
	}
	greek := []string{"αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"}
	return []codePage{
		{ansi, charmap.Windows1252, western},
		{"windows-1250", charmap.Windows1250, central},
		{"windows-1251", charmap.Windows1251, cyrillic},
		{"windows-1253", charmap.Windows1253, greek},
		{"windows-1254", charmap.Windows1254, []string{"çğıöşüâîû"}},
		{"windows-1255", charmap.Windows1255, []string{"אבגדהוזחטיךכלםמןנסעףפץצקרשת״׳"}},
		{"windows-1256", charmap.Windows1256, []string{"ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ", "ءآابپتثجچحخدذرزژسشصضطظعغفقكگلمنهوىي"}},
		{"windows-1257", charmap.Windows1257, []string{"ąčęėįšųūž", "āčēģīķļņšūž", "õäöüšž"}},
		{"windows-1258", charmap.Windows1258, []string{"ăâđêôơưàáèéùúíóñ\u0300\u0301\u0303\u0309\u0323"}},
		{"iso-8859-2", charmap.ISO8859_2, central},
		{"iso-8859-5", charmap.ISO8859_5, cyrillic},
		{"iso-8859-7", charmap.ISO8859_7, greek},
		{"iso-8859-15", charmap.ISO8859_15, append([]string{"äöšžå"}, western...)},
		{"koi8-r", charmap.KOI8R, cyrillic[:1]},
		{"koi8-u", charmap.KOI8U, cyrillic[1:2]},
		{"macintosh", charmap.Macintosh, western},
		{"ibm850", charmap.CodePage850, western},
		{"ibm852", charmap.CodePage852, central},
		{"ibm866", charmap.CodePage866, cyrillic},
		{"shift_jis", japanese.ShiftJIS, nil},
		{"euc-jp", japanese.EUCJP, nil},
		{"gb18030", simplifiedchinese.GB18030, nil},
		{"big5", traditionalchinese.Big5, nil},
		{"euc-kr", korean.EUCKR, nil},
	}
}

// detectPage finds the code page under which a text reads most like a
// language. It is a guess: the window shows the first names to confirm it.
func detectPage(data []byte) string {
	words := strange(data)
	mac := bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 // lines as only the old Mac ends them
	best, most := ansi, 0.0
	for i, page := range codePages() {
		text, err := page.page.NewDecoder().Bytes(words)
		if err != nil {
			continue
		}
		score := page.fits(string(text))
		if strings.HasPrefix(page.name, "ibm") || page.name == "macintosh" && !mac {
			score -= math.Abs(score) * 0.4 // nobody has saved in them for long
		}
		if i == 0 || score > most {
			best, most = page.name, score
		}
	}
	return best
}

// strange gathers lines with bytes beyond ASCII, up to 64 KiB of them.
func strange(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data[:min(len(data), 8<<20)]) {
		if bytes.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			out = append(out, line...)
		}
		if len(out) > 64<<10 {
			break
		}
	}
	return out
}

// fits scores a text: the letters of the language it fits best count most.
func (p codePage) fits(text string) float64 {
	seen := map[rune]int{}
	score := 0.0
	before, run := ' ', 0
	for _, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsMark(r)
		switch {
		case r < utf8.RuneSelf:
			run = 0
			if letter && (mixes(before, r) || before >= utf8.RuneSelf && unicode.IsLower(before) && unicode.IsUpper(r)) {
				score -= 4
			}
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Co, r):
			score -= 20
		case p.languages == nil:
			score += eastern(p.name, r)
			if mixes(before, r) {
				score -= 8
			}
		case letter:
			if run++; run > 2 && unicode.Is(unicode.Latin, r) {
				score -= 3
			}
			if unicode.IsLower(before) && unicode.IsUpper(r) || mixes(before, r) {
				score -= 4
			}
			if unicode.In(r, unicode.Cyrillic, unicode.Greek) && unicode.IsLower(r) && !unicode.IsLetter(before) {
				score-- // names begin with a capital
			}
			seen[unicode.ToLower(r)]++
		case strings.ContainsRune("“”„’‘–—…«»€\u00a0", r):
			score += 2
		case unicode.IsLetter(before):
			score -= 4
		default:
			score -= 3
		}
		before = r
	}
	whole, most := 0, 0.0
	for r, n := range seen {
		if strings.ContainsRune(strings.Join(p.languages, ""), r) {
			whole += n
		} else {
			whole -= 2 * n
		}
	}
	for _, letters := range p.languages {
		n := 0.0
		for r, count := range seen {
			if strings.ContainsRune(letters, r) {
				n += float64(count)
			}
		}
		if strings.HasPrefix(letters, "áéíóúýðþ") {
			n *= 0.9 // Icelandic is rarer than the Turkish it looks like
		}
		most = max(most, n)
	}
	return score + 2*most + float64(whole)
}

// mixes tells two letters of one word that are of different scripts.
func mixes(a, b rune) bool {
	if !unicode.IsLetter(a) || !unicode.IsLetter(b) {
		return false
	}
	return unicode.Is(unicode.Latin, a) != unicode.Is(unicode.Latin, b)
}

// eastern scores a character of two bytes by how common it is in lists of
// people.
func eastern(page string, r rune) float64 {
	chinese := page == "gb18030" || page == "big5"
	switch {
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		if r >= 0xff61 { // of half width, and of one byte
			return -1
		}
		if page == "shift_jis" || page == "euc-jp" {
			return 6
		}
		return 1
	case unicode.Is(unicode.Hangul, r):
		if page == "euc-kr" {
			return 6
		}
		return -2
	case unicode.Is(unicode.Han, r):
		switch {
		case page == "euc-kr":
			return -2
		case strings.ContainsRune(commonHan(chinese, page == "big5"), r):
			return 6
		}
		return 2
	case r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff5e:
		return 2
	}
	return -4
}

// commonHan are characters of names and headings.
func commonHan(chinese, traditional bool) string {
	switch {
	case traditional:
		return "姓名電子郵件信箱地址學校日期備註編號班級會員電話公司陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯孫魏翁戴范宋方鄧" +
			"杜傅侯曹薛丁馬董唐石藍馮卓明志偉文淑美雅惠玲怡君佳家豪俊宏建國華小大中英婷芳雯慧秀珍萍宇軒翔"
	case chinese:
		return "姓名电子邮箱件地址学校日期备注编号班级会员话手机单位公司部门工作岗位王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任" +
			"姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文建国华小大中志海" +
			"序提交答卷时间所用来源详情自您的微信秒参与会议报签到状态表填写内容类型选择手联系方式专业性别身份证是否男女"
	}
	return "氏名前年月日所属会社学校番号住田中山佐藤鈴木高橋伊渡辺本村林加吉斎松井上清森池石川前岡長谷小野内原島崎今西大太郎子美一二三花健真由香織明智恵直樹和久浩正幸雄"
}
