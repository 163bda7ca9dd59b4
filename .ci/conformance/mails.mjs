// Renders the HTML part of mails in Chromium, light and dark, wide and as on a
// phone, with axe's rules of contrast; nothing may be loaded from anywhere.
//
//   node mails.mjs DIR OUT [--most 6]
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import puppeteer from 'puppeteer-core'
import { simpleParser } from 'mailparser'

const [dir, out, ...rest] = process.argv.slice(2)
const most = Number(rest[rest.indexOf('--most') + 1]) || 5
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
fs.mkdirSync(out, { recursive: true })
const files = fs.readdirSync(dir).filter(f => f.endsWith('.eml')).sort((a, b) => parseInt(a) - parseInt(b))
const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => process.env.PATH.split(':').map(folder => path.join(folder, name))).find(f => fs.existsSync(f))
if (!found) { console.log('   no Chromium: the mails were not looked at'); process.exit(0) }
const browser = await puppeteer.launch({ executablePath: found, args: ['--no-sandbox'] })
const page = await browser.newPage()
const wrong = []
page.on('request', r => { if (!r.url().startsWith('data:') && r.url() !== 'about:blank') wrong.push('loads ' + r.url()) })
let looked = 0
for (const file of files.slice(0, most)) {
  const mail = await simpleParser(fs.readFileSync(path.join(dir, file)))
  for (const [name, width, scheme] of [['light', 800, 'light'], ['dark', 800, 'dark'], ['phone', 320, 'light'], ['phone-dark', 320, 'dark']]) {
    await page.setViewport({ width, height: 700 })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.setContent(mail.html)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) wrong.push(`${file}, ${name}: ${over} pixels too wide`)
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['color-contrast', 'image-alt', 'html-has-lang', 'document-title', 'link-name', 'valid-lang'] }))
    for (const v of violations) wrong.push(`${file}, ${name}: ${v.id}: ${v.nodes[0].html.slice(0, 120)}`)
    if (looked < 8) await page.screenshot({ path: path.join(out, `${parseInt(file)}-${name}.png`), fullPage: true })
    looked++
  }
}
await browser.close()
if (looked === 0) wrong.push('there are no mails')
if (wrong.length > 0) { console.error(wrong.slice(0, 10).map(w => '   ' + w).join('\n')); process.exit(1) }
console.log(`   ${looked} looks: readable on light and dark, none too wide for a phone, nothing loaded`)
