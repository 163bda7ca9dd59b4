package desk

import (
	"regexp"
	"slices"
	"testing"

	"badgekiln/app/kit"
	"badgekiln/app/kit/kittest"
	"badgekiln/assets"
)

// TestEveryRoomSpeaksEveryLanguage changes the language with the sample open:
// no room shows a key for a word, and none of them stays in the language before.
func TestEveryRoomSpeaksEveryLanguage(t *testing.T) {
	o, _ := freshOpener(t)
	b, shell := window(t, o)
	shell.OpenSample()
	key := regexp.MustCompile(`^(app|home|designs?|studio|badges|awarding|records|checking|settings|action|shape|preflight|template|palette|error|hint|verify|plan)(\.[a-z0-9_-]+)+$`)
	said := map[string][]string{}
	rooms := []string{kit.RoomHome, kit.RoomDesigns, kit.RoomBadges, kit.RoomAward, kit.RoomLedger, kit.RoomVerify, kit.RoomSettings}
	for _, language := range assets.Languages() {
		shell.Env().SetLanguage(language)
		for _, name := range rooms {
			shell.Go(kit.Route{Room: name})
			b.Settle()
			texts := kittest.Visible(b.Window.Content())
			for _, text := range texts {
				if key.MatchString(text) {
					t.Errorf("%s, %s shows the key %q", language, name, text)
				}
			}
			if title := shell.Env().T("app.room." + name); !slices.Contains(texts, title) {
				t.Errorf("%s, %s lacks its title %q: %q", language, name, title, texts)
			}
			said[name+" "+language] = texts
		}
	}
	for _, name := range rooms {
		if slices.Equal(said[name+" en"], said[name+" de"]) {
			t.Errorf("%s says the same in both languages: %q", name, said[name+" de"])
		}
	}
}
