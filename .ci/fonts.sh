#!/bin/sh
# Fetches the fonts of designs into assets/display, once for each state of the
# lock file. Without npm or a network it says so in one sentence, and the build
# goes on with the base fonts.
set -eu

list=.ci/fonts
folder=assets/display
stamp=$(cksum <"$list/package-lock.json" | tr ' ' -)-$(cksum <"$0" | tr ' ' -)
[ "$(cat "$folder/.stamp" 2>/dev/null || :)" = "$stamp" ] && exit 0

without() {
	echo "The display fonts are left out, because $1; designs are drawn with the base fonts." >&2
	exit 0
}

command -v npm >/dev/null 2>&1 || without "there is no npm"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$list/package.json" "$list/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000) >/dev/null 2>&1 ||
	without "npm could not fetch them"

mkdir "$work/got"
while read -r package file name; do
	cp "$work/node_modules/$package/$file" "$work/got/$name"
	for text in LICENSE_FONT LICENSE; do
		if [ -f "$work/node_modules/$package/$text" ]; then
			cp "$work/node_modules/$package/$text" "$work/got/$(basename "$package").txt"
			break
		fi
	done
done <<LIST
@expo-google-fonts/montserrat 800ExtraBold/Montserrat_800ExtraBold.ttf montserrat-800.ttf
@expo-google-fonts/montserrat 900Black/Montserrat_900Black.ttf montserrat-900.ttf
@expo-google-fonts/inter 600SemiBold/Inter_600SemiBold.ttf inter-600.ttf
@expo-google-fonts/inter 400Regular/Inter_400Regular.ttf inter-400.ttf
@expo-google-fonts/barlow-condensed 700Bold/BarlowCondensed_700Bold.ttf barlow-condensed-700.ttf
@expo-google-fonts/playfair-display 700Bold/PlayfairDisplay_700Bold.ttf playfair-display-700.ttf
@expo-google-fonts/playfair-display 400Regular/PlayfairDisplay_400Regular.ttf playfair-display-400.ttf
@expo-google-fonts/playfair-display 400Regular_Italic/PlayfairDisplay_400Regular_Italic.ttf playfair-display-400-italic.ttf
@expo-google-fonts/great-vibes 400Regular/GreatVibes_400Regular.ttf great-vibes-400.ttf
@expo-google-fonts/jetbrains-mono 700Bold/JetBrainsMono_700Bold.ttf jetbrains-mono-700.ttf
@fontsource/noto-sans-devanagari files/noto-sans-devanagari-devanagari-700-normal.woff noto-sans-devanagari-700.woff
@fontsource/noto-sans-thai files/noto-sans-thai-thai-700-normal.woff noto-sans-thai-700.woff
@fontsource/noto-sans-jp files/noto-sans-jp-japanese-700-normal.woff noto-sans-jp-700.woff
@fontsource/noto-sans-kr files/noto-sans-kr-korean-700-normal.woff noto-sans-kr-700.woff
@fontsource/noto-sans-sc files/noto-sans-sc-chinese-simplified-700-normal.woff noto-sans-sc-700.woff
@fontsource/noto-sans-bengali files/noto-sans-bengali-bengali-700-normal.woff noto-sans-bengali-700.woff
@fontsource/noto-sans-tamil files/noto-sans-tamil-tamil-700-normal.woff noto-sans-tamil-700.woff
@fontsource/noto-sans-telugu files/noto-sans-telugu-telugu-700-normal.woff noto-sans-telugu-700.woff
@fontsource/noto-sans-gujarati files/noto-sans-gujarati-gujarati-700-normal.woff noto-sans-gujarati-700.woff
@fontsource/noto-sans-gurmukhi files/noto-sans-gurmukhi-gurmukhi-700-normal.woff noto-sans-gurmukhi-700.woff
@fontsource/noto-sans-kannada files/noto-sans-kannada-kannada-700-normal.woff noto-sans-kannada-700.woff
@fontsource/noto-sans-malayalam files/noto-sans-malayalam-malayalam-700-normal.woff noto-sans-malayalam-700.woff
@fontsource/noto-sans-sinhala files/noto-sans-sinhala-sinhala-700-normal.woff noto-sans-sinhala-700.woff
@fontsource/noto-sans-khmer files/noto-sans-khmer-khmer-700-normal.woff noto-sans-khmer-700.woff
@fontsource/noto-sans-myanmar files/noto-sans-myanmar-myanmar-700-normal.woff noto-sans-myanmar-700.woff
@fontsource/noto-sans-lao files/noto-sans-lao-lao-700-normal.woff noto-sans-lao-700.woff
@fontsource/noto-sans-ethiopic files/noto-sans-ethiopic-ethiopic-700-normal.woff noto-sans-ethiopic-700.woff
@fontsource/noto-sans-georgian files/noto-sans-georgian-georgian-700-normal.woff noto-sans-georgian-700.woff
@expo-google-fonts/noto-emoji 700Bold/NotoEmoji_700Bold.ttf noto-emoji-700.ttf
LIST
mv -f "$work/got"/* "$folder/"
echo "$stamp" >"$folder/.stamp"
