package mail

import "html/template"

// Outlook on Windows lays mails out as Word does: it knows neither max-width nor
// padding of links, and takes Times where the first font of a list is unknown to it.
// It alone reads these comments.
const (
	forWordHead template.HTML = `<!--[if mso]>
<noscript><xml><o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office"><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml></noscript>
<style>table { border-collapse: collapse; } td, p, a { font-family: "Segoe UI", Arial, sans-serif !important; }</style>
<![endif]-->`
	forWordOpen template.HTML = `<!--[if mso]><table role="presentation" align="center" width="560" cellpadding="0" cellspacing="0"><tr><td><![endif]-->`
	forWordEnd  template.HTML = `<!--[if mso]></td></tr></table><![endif]-->`
)

// layout is the HTML part that is made of a text. Mail programs know little of CSS:
// tables and styles in place, and a few rules for those that can go dark.
const layout = `<!doctype html>
<html{{if .Look.Language}} lang="{{.Look.Language}}"{{end}}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{.Subject}}</title>
{{.ForWordHead}}
<style>
:root { color-scheme: light dark; }
a { color: #0b5cad; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181d !important; }
  .card { background: #22252c !important; border-color: #363b45 !important; }
  .text, .title { color: #eceef2 !important; }
  .faint { color: #a9b0bd !important; }
  .card a { color: #8ec1ff !important; }
  td.button, .card a.button { background: #8ec1ff !important; color: #10141b !important; }
}
@media (max-width: 480px) {
  .text { padding-left: 24px !important; padding-right: 24px !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f3f5;">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#f2f3f5" style="background:#f2f3f5;">
<tr><td align="center" style="padding:24px 12px;">
{{.ForWordOpen}}
<table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#ffffff" style="max-width:560px;background:#ffffff;border:1px solid #dfe2e7;border-radius:12px;">
{{- if .Look.Icon}}
<tr><td align="center" style="padding:32px 24px 0;"><img src="{{.Icon}}" alt="{{.Look.Title}}" width="144" style="width:144px;max-width:60%;height:auto;border:0;"></td></tr>
{{- end}}
{{- if .Look.Title}}
<tr><td class="title" dir="auto" align="center" style="padding:16px 24px 0;font:600 22px/1.3 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#1b1e24;overflow-wrap:anywhere;">{{.Look.Title}}</td></tr>
{{- end}}
<tr><td class="text" style="padding:16px 32px 28px;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#2a2e36;overflow-wrap:anywhere;">
{{- range .Blocks}}
{{- if .Button}}
<table role="presentation" align="center" cellpadding="0" cellspacing="0" style="margin:22px auto;"><tr><td class="button" align="center" bgcolor="#0b5cad" style="border-radius:8px;background:#0b5cad;mso-padding-alt:12px 22px;"><a class="button" href="{{.Button.URL}}" dir="auto" style="display:inline-block;padding:12px 22px;border-radius:8px;background:#0b5cad;color:#ffffff;font-weight:600;text-decoration:none;">{{.Button.Text}}</a></td></tr></table>
{{- else}}
<p dir="auto" style="margin:14px 0;">{{range $i, $line := .Lines}}{{if $i}}<br>{{end}}{{range $line}}{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}{{end}}{{end}}</p>
{{- end}}
{{- end}}
</td></tr>
</table>
{{- if .Look.Footer}}
<p class="faint" dir="auto" style="max-width:560px;margin:16px auto 0;font:13px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;color:#5b626e;overflow-wrap:anywhere;">{{if .Look.Home}}<a class="faint" href="{{.Look.Home}}" style="color:#5b626e;">{{.Look.Footer}}</a>{{else}}{{.Look.Footer}}{{end}}</p>
{{- end}}
{{.ForWordEnd}}
</td></tr>
</table>
</body>
</html>
`
