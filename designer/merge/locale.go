package merge

import (
	"strings"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/af"
	"github.com/go-playground/locales/am"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/az"
	"github.com/go-playground/locales/be"
	"github.com/go-playground/locales/bg"
	"github.com/go-playground/locales/bn"
	"github.com/go-playground/locales/bs"
	"github.com/go-playground/locales/ca"
	"github.com/go-playground/locales/cs"
	"github.com/go-playground/locales/cy"
	"github.com/go-playground/locales/da"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/el"
	"github.com/go-playground/locales/en"
	"github.com/go-playground/locales/en_AU"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/en_IE"
	"github.com/go-playground/locales/en_NZ"
	"github.com/go-playground/locales/en_ZA"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/es_MX"
	"github.com/go-playground/locales/et"
	"github.com/go-playground/locales/eu"
	"github.com/go-playground/locales/fa"
	"github.com/go-playground/locales/fi"
	"github.com/go-playground/locales/fil"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/fr_CA"
	"github.com/go-playground/locales/ga"
	"github.com/go-playground/locales/gl"
	"github.com/go-playground/locales/gu"
	"github.com/go-playground/locales/he"
	"github.com/go-playground/locales/hi"
	"github.com/go-playground/locales/hr"
	"github.com/go-playground/locales/hu"
	"github.com/go-playground/locales/hy"
	"github.com/go-playground/locales/id"
	"github.com/go-playground/locales/is"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/ja"
	"github.com/go-playground/locales/ka"
	"github.com/go-playground/locales/kk"
	"github.com/go-playground/locales/kn"
	"github.com/go-playground/locales/ko"
	"github.com/go-playground/locales/lt"
	"github.com/go-playground/locales/lv"
	"github.com/go-playground/locales/mk"
	"github.com/go-playground/locales/ml"
	"github.com/go-playground/locales/mn"
	"github.com/go-playground/locales/mr"
	"github.com/go-playground/locales/ms"
	"github.com/go-playground/locales/mt"
	"github.com/go-playground/locales/nb"
	"github.com/go-playground/locales/ne"
	"github.com/go-playground/locales/nl"
	"github.com/go-playground/locales/nn"
	"github.com/go-playground/locales/pa"
	"github.com/go-playground/locales/pl"
	"github.com/go-playground/locales/pt"
	"github.com/go-playground/locales/pt_PT"
	"github.com/go-playground/locales/ro"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/si"
	"github.com/go-playground/locales/sk"
	"github.com/go-playground/locales/sl"
	"github.com/go-playground/locales/sq"
	"github.com/go-playground/locales/sr"
	"github.com/go-playground/locales/sv"
	"github.com/go-playground/locales/sw"
	"github.com/go-playground/locales/ta"
	"github.com/go-playground/locales/te"
	"github.com/go-playground/locales/th"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/uk"
	"github.com/go-playground/locales/ur"
	"github.com/go-playground/locales/uz"
	"github.com/go-playground/locales/vi"
	"github.com/go-playground/locales/zh"
	"github.com/go-playground/locales/zh_Hant"
	"github.com/go-playground/locales/zu"
)

// locale knows how a language writes dates and numbers.
type locale = locales.Translator

// local gives the ways of a language: those of its country when they are others
// and known, those of English when the language is not.
func local(tag string) locale {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	base, _, _ := strings.Cut(tag, "-")
	for _, known := range []string{alias(tag), tag, strings.ToLower(base)} {
		if l := localeOf(known); l != nil {
			return l
		}
	}
	return en.New()
}

// alias gives the name that a language goes by here.
func alias(tag string) string {
	switch strings.ToLower(tag) {
	case "zh-tw", "zh-hk", "zh-mo", "zh-hant":
		return "zh-Hant"
	case "no", "nb-no":
		return "nb"
	case "tl":
		return "fil"
	case "iw":
		return "he"
	}
	base, country, _ := strings.Cut(tag, "-")
	return strings.ToLower(base) + "-" + strings.ToUpper(country)
}

func localeOf(tag string) locale {
	switch tag {
	case "af":
		return af.New()
	case "am":
		return am.New()
	case "ar":
		return ar.New()
	case "az":
		return az.New()
	case "be":
		return be.New()
	case "bg":
		return bg.New()
	case "bn":
		return bn.New()
	case "bs":
		return bs.New()
	case "ca":
		return ca.New()
	case "cs":
		return cs.New()
	case "cy":
		return cy.New()
	case "da":
		return da.New()
	case "de":
		return de.New()
	case "el":
		return el.New()
	case "en":
		return en.New()
	case "en-GB":
		return en_GB.New()
	case "en-AU":
		return en_AU.New()
	case "en-IE":
		return en_IE.New()
	case "en-NZ":
		return en_NZ.New()
	case "en-ZA":
		return en_ZA.New()
	case "es":
		return es.New()
	case "es-MX":
		return es_MX.New()
	case "et":
		return et.New()
	case "eu":
		return eu.New()
	case "fa":
		return fa.New()
	case "fi":
		return fi.New()
	case "fil":
		return fil.New()
	case "fr":
		return fr.New()
	case "fr-CA":
		return fr_CA.New()
	case "ga":
		return ga.New()
	case "gl":
		return gl.New()
	case "gu":
		return gu.New()
	case "he":
		return he.New()
	case "hi":
		return hi.New()
	case "hr":
		return hr.New()
	case "hu":
		return hu.New()
	case "hy":
		return hy.New()
	case "id":
		return id.New()
	case "is":
		return is.New()
	case "it":
		return it.New()
	case "ja":
		return ja.New()
	case "ka":
		return ka.New()
	case "kk":
		return kk.New()
	case "kn":
		return kn.New()
	case "ko":
		return ko.New()
	case "lt":
		return lt.New()
	case "lv":
		return lv.New()
	case "mk":
		return mk.New()
	case "ml":
		return ml.New()
	case "mn":
		return mn.New()
	case "mr":
		return mr.New()
	case "ms":
		return ms.New()
	case "mt":
		return mt.New()
	case "nb":
		return nb.New()
	case "ne":
		return ne.New()
	case "nl":
		return nl.New()
	case "nn":
		return nn.New()
	case "pa":
		return pa.New()
	case "pl":
		return pl.New()
	case "pt":
		return pt.New()
	case "pt-PT":
		return pt_PT.New()
	case "ro":
		return ro.New()
	case "ru":
		return ru.New()
	case "si":
		return si.New()
	case "sk":
		return sk.New()
	case "sl":
		return sl.New()
	case "sq":
		return sq.New()
	case "sr":
		return sr.New()
	case "sv":
		return sv.New()
	case "sw":
		return sw.New()
	case "ta":
		return ta.New()
	case "te":
		return te.New()
	case "th":
		return th.New()
	case "tr":
		return tr.New()
	case "uk":
		return uk.New()
	case "ur":
		return ur.New()
	case "uz":
		return uz.New()
	case "vi":
		return vi.New()
	case "zh":
		return zh.New()
	case "zh-Hant":
		return zh_Hant.New()
	case "zu":
		return zu.New()
	}
	return nil
}
