package site

import (
	"strings"
	"testing"
)

// TestProse: what is written as Markdown is shown so, and what is not is as it was typed.
func TestProse(t *testing.T) {
	t.Parallel()
	show := prose()
	for text, want := range map[string]string{
		"":                   "",
		"Load the kiln.":     "<p>Load the kiln.</p>",
		"Load.\nFire.\r\n":   "<p>Load.<br>\nFire.</p>",
		"Load.\n\nFire.":     "<p>Load.</p>\n<p>Fire.</p>",
		"# Criteria #\ntext": "<h3>Criteria</h3>\n<p>text</p>",
		"#1 of all":          "<p>#1 of all</p>",
		"- a\n- b\nc":        "<ul>\n<li>a</li>\n<li>b<br>\nc</li>\n</ul>",
		"1. a\n2) b":         "<ol>\n<li>a</li>\n</ol>\n<ol start=\"2\">\n<li>b</li>\n</ol>",
		"1999. A year":       "<ol start=\"1999\">\n<li>A year</li>\n</ol>",
		"1. a\n3. c":         "<ol>\n<li>a</li>\n<li>c</li>\n</ol>",
		"1. a\n1. b\n3. c":   "<ol>\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ol>",
		"# Write C#":         "<h3>Write C#</h3>",
		"## F#  ## ":         "<h3>F#</h3>",
		"    indented\n===":  "<p>indented<br>\n===</p>",
		"[![kiln](https://i.example/k.png)](https://h.example/)": `<p><a href="https://h.example/" rel="noreferrer nofollow">kiln (https://i.example/k.png)</a></p>`,
		"[a]: https://h.example/\n&lt; \\*so\\*":                 "<p>[a]: https://h.example/<br>\n&lt; *so*</p>",
		"# ":                                                     "",
		"## ##":                                                  "",
		"Helfer*innen und Lehrer*innen, *alle*":                  "<p>Helfer*innen und Lehrer*innen, <em>alle</em></p>",
		"2*3*4, 2**3**4 (*so*)":                                  "<p>2*3*4, 2**3**4 (<em>so</em>)</p>",
		"Für Schüler*innen (**alle** Jahre)":                     "<p>Für Schüler*innen (<strong>alle</strong> Jahre)</p>",
		"2. second of others":                                    "<ol start=\"2\">\n<li>second of others</li>\n</ol>",
		"> said\n> so":                                           "<blockquote>\n<p>said<br>\nso</p>\n</blockquote>",
		"a\n---\nb":                                              "<p>a</p>\n<hr>\n<p>b</p>",
		"**Load** the *kiln* by `rm *`, 2 * 3 * 4 and a_b_c":                                  "<p><strong>Load</strong> the <em>kiln</em> by <code>rm *</code>, 2 * 3 * 4 and a_b_c</p>",
		"[hand](https://h.example/?a=1&b=2) ![kiln](https://i.example/k.png)":                 `<p><a href="https://h.example/?a=1&amp;b=2" rel="noreferrer nofollow">hand</a> <a href="https://i.example/k.png" rel="noreferrer nofollow">kiln</a></p>`,
		"[x](javascript:alert(1)) [y](data:text/html,x) [<b>](https://e.example/\"onclick=x)": `<p>x (javascript:alert(1)) y (data:text/html,x) <a href="https://e.example/&#34;onclick=x" rel="noreferrer nofollow">&lt;b&gt;</a></p>`,
		"| Step | Points |\n|---|:-:|\n| Load | 10 |\n\nend":                                  "<table>\n<thead>\n<tr>\n<th scope=\"col\">Step</th>\n<th scope=\"col\">Points</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>Load</td>\n<td>10</td>\n</tr>\n</tbody>\n</table>\n<p>end</p>",
		"<script>hit()</script>\n**<img src=x onerror=hit()>**":                               "<p>&lt;script&gt;hit()&lt;/script&gt;<br>\n<strong>&lt;img src=x onerror=hit()&gt;</strong></p>",
	} {
		if got := strings.TrimSpace(string(show(text))); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestProseIsQuick: no text keeps the site waiting.
func TestProseIsQuick(t *testing.T) {
	t.Parallel()
	show := prose()
	for _, text := range []string{strings.Repeat("*a", 50_000), strings.Repeat("a*b ", 50_000), strings.Repeat("a**b", 50_000), strings.Repeat("[", 100_000), strings.Repeat("`", 99_999), strings.Repeat("|", 50_000) + "\n" + strings.Repeat("|-", 50_000), strings.Repeat("> ", 50_000)} {
		_ = show(text)
	}
}

func FuzzProse(f *testing.F) {
	f.Add("# a\n- **b** [c](https://d.example)\n|a|\n|-|\n")
	show := prose()
	f.Fuzz(func(t *testing.T, text string) {
		out := string(show(text))
		for _, bad := range []string{"<script", "<img", "<iframe", "javascript:\""} {
			if strings.Contains(strings.ToLower(out), bad) {
				t.Errorf("%q: %s", text, out)
			}
		}
	})
}
