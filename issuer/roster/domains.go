package roster

import "strings"

// knownDomains are where many people have their mail. An address there is
// right; one beside it is likely a typo.
func knownDomains() []string {
	return strings.Fields(`
gmail.com googlemail.com hotmail.com outlook.com yahoo.com icloud.com live.com msn.com aol.com
me.com mac.com mail.com email.com ymail.com rocketmail.com proton.me protonmail.com pm.me
fastmail.com fastmail.fm hey.com zoho.com tutanota.com tuta.io duck.com inbox.com hushmail.com
comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
yahoo.co.uk yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.au yahoo.com.mx yahoo.com.ar
yahoo.ca yahoo.de yahoo.es yahoo.fr yahoo.ie yahoo.in yahoo.it
hotmail.co.uk hotmail.be hotmail.ca hotmail.ch hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl
outlook.at outlook.be outlook.com.br outlook.de outlook.dk outlook.es outlook.fr outlook.ie outlook.it outlook.jp
live.at live.be live.ca live.co.uk live.com.au live.com.mx live.de live.dk live.fr live.ie live.it live.nl live.no live.se
btinternet.com ntlworld.com sky.com talktalk.net virginmedia.com blueyonder.co.uk
gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de online.de posteo.de mailbox.org
1und1.de ionos.de vodafone.de kabelmail.de aon.at chello.at bluewin.ch hispeed.ch sunrise.ch
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr skynet.be telenet.be proximus.be
libero.it virgilio.it tiscali.it alice.it tin.it telefonica.net terra.es sapo.pt
wp.pl o2.pl onet.pl interia.pl gazeta.pl op.pl poczta.fm vp.pl seznam.cz centrum.cz email.cz volny.cz azet.sk
ziggo.nl kpnmail.nl planet.nl xs4all.nl upcmail.nl home.nl hetnet.nl casema.nl quicknet.nl
telia.com online.no getmail.no mail.dk freemail.hu citromail.hu abv.bg
mail.ru yandex.ru yandex.com rambler.ru bk.ru inbox.ru list.ru ukr.net i.ua
qq.com 163.com 126.com sina.com sohu.com foxmail.com naver.com daum.net hanmail.net docomo.ne.jp ezweb.ne.jp
uol.com.br bol.com.br terra.com.br globo.com rediffmail.com bigpond.com optusnet.com.au xtra.co.nz shaw.ca rogers.com sympatico.ca`)
}

// wrongEnding tells an ending written for another by a slip of the finger. A
// country's own ending is hardly ever one.
func wrongEnding(typed, meant string) bool {
	switch meant {
	case "com":
		switch typed {
		case "con", "cmo", "ocm", "co", "cm", "om", "vom", "xom", "dom", "comm", "coom", "ccom", "cim", "cpm", "c0m", "com.com":
			return true
		}
	case "net":
		return typed == "nte" || typed == "ent" || typed == "ner" || typed == "met" || typed == "nett" || typed == "bet"
	}
	return false
}

// Shortest second-level names compared: below, a neighbour is as likely right.
const (
	minKnownLabel = 5
	minOwnLabel   = 4
)

// typoFinder finds the domain that was likely meant.
type typoFinder struct {
	known  map[string]bool
	labels map[string][]string // variants of a known second-level name → its domains
	own    map[string][]string // variants of a domain this list uses often → the domain
	uses   map[string]int
}

func newTypoFinder() *typoFinder {
	f := &typoFinder{known: map[string]bool{}, labels: map[string][]string{}}
	for _, domain := range knownDomains() {
		f.known[domain] = true
		label, _, _ := strings.Cut(domain, ".")
		for _, v := range variants(label) {
			f.labels[v] = append(f.labels[v], domain)
		}
	}
	return f
}

// oftenUses is how many rows make a domain the list's own; below, it can be a
// typo itself.
const oftenUses = 3

// maxOwn bounds how many domains of a list are looked at as its own.
const maxOwn = 5_000

// learn takes the domains of the list and how many rows use each.
func (f *typoFinder) learn(uses map[string]int) {
	f.uses, f.own = uses, map[string][]string{}
	n := 0
	for domain, count := range uses {
		label, _, _ := strings.Cut(domain, ".")
		if count < oftenUses || len(label) < minOwnLabel || n == maxOwn {
			continue
		}
		n++
		for _, v := range variants(domain) {
			f.own[v] = append(f.own[v], domain)
		}
	}
}

// meant gives the domain likely meant, or "".
func (f *typoFinder) meant(domain string) string {
	if f.known[domain] {
		return ""
	}
	if best := f.meantOwn(domain); best != "" {
		return best
	}
	label, ending, _ := strings.Cut(domain, ".")
	best := ""
	for _, v := range variants(label) {
		for _, known := range f.labels[v] {
			if meant, rest, _ := strings.Cut(known, "."); f.near(label, ending, meant, rest) {
				best = better(best, known, domain, nil)
			}
		}
	}
	return best
}

// near tells whether label.ending is a slip for meant.rest.
func (f *typoFinder) near(label, ending, meant, rest string) bool {
	if label == meant {
		return wrongEnding(ending, rest)
	}
	return len(meant) >= minKnownLabel && oneSlip(label, meant) && (ending == rest || wrongEnding(ending, rest))
}

func (f *typoFinder) meantOwn(domain string) string {
	if f.uses[domain] >= oftenUses || len(f.own) == 0 {
		return ""
	}
	best := ""
	for _, v := range variants(domain) {
		for _, own := range f.own[v] {
			if oneSlip(domain, own) && !digitsDiffer(domain, own) {
				best = better(best, own, domain, f.uses)
			}
		}
	}
	return best
}

// better picks between two candidates, the same way every time: more uses,
// then the same name before the first point, the same ending, the same length,
// the alphabet.
func better(a, b, domain string, uses map[string]int) string {
	if a == "" || uses[b] > uses[a] {
		return b
	}
	if uses[b] < uses[a] {
		return a
	}
	same := func(s string) int {
		label, _, _ := strings.Cut(s, ".")
		n := 0
		if strings.HasPrefix(domain, label+".") {
			n += 4
		}
		if s[strings.LastIndexByte(s, '.')+1:] == domain[strings.LastIndexByte(domain, '.')+1:] {
			n += 2
		}
		if len(s) == len(domain) {
			n++
		}
		return n
	}
	if same(b) > same(a) || (same(b) == same(a) && b < a) {
		return b
	}
	return a
}
