// Looks at an exported site in a real browser: pages.mjs DIR [--hostile].
// Every page has to be valid HTML, without faults that axe finds, in both
// themes, on a phone and on a desk; small, and asking nobody else for anything.
// With --hostile its texts try to become markup: nothing of them may run, even
// with the pages' own policy switched off.
import {readFileSync, readdirSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {extname, join, relative} from 'node:path';
import {HtmlValidate} from 'html-validate';
import puppeteer from 'puppeteer-core';

const [dir, hostile] = [process.argv[2], process.argv.includes('--hostile')];
const types = {
  '.html': 'text/html; charset=utf-8', '.json': 'application/ld+json', '.png': 'image/png', '.svg': 'image/svg+xml', '.xml': 'application/xml',
};
const server = createServer((request, response) => {
  try {
    const path = join(dir, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if(relative(dir, path).startsWith('..')) throw new Error('outside');
    const body = readFileSync(path);
    response.writeHead(200, {'content-type': types[extname(path)] ?? 'text/plain'}).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const home = `http://127.0.0.1:${server.address().port}/`;

// Of a large site some of each kind are looked at; of a hostile one all.
const kindOf = page => page.split('/')[0] + (page.endsWith('embed.html') ? 'e' : '');
const some = hostile ? Infinity : 40;
const met = {};
const pages = readdirSync(dir, {recursive: true}).filter(name => name.endsWith('.html')).sort()
  .filter(page => (met[kindOf(page)] = (met[kindOf(page)] ?? 0) + 1) <= some);
const faults = [];
const fault = (page, what) => faults.push(`${page}: ${what}`);

const validator = new HtmlValidate({extends: ['html-validate:recommended'], rules: {
  // Void elements and attributes are written either way; what counts is below.
  'void-style': 'off', 'attribute-boolean-style': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off',
  'no-inline-style': 'error', 'long-title': hostile ? 'off' : 'error', 'no-raw-characters': 'error',
}});
for(const page of pages) {
  const text = readFileSync(join(dir, page));
  if(text.length > 100 << 10) fault(page, `${text.length} bytes`);
  const report = await validator.validateString(text.toString());
  for(const result of report.results)
    for(const message of result.messages) fault(page, `${message.ruleId}, line ${message.line}: ${message.message}`);
}

const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => process.env.PATH.split(':').map(folder => join(folder, name)))
  .find(path => { try { return statSync(path).isFile(); } catch { return false; } });
if(!found) throw new Error('There is no Chromium. Install it with .ci/packages.sh conformance.');
const browser = await puppeteer.launch({executablePath: found, args: ['--no-sandbox', '--disable-gpu'], headless: true});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const seen = hostile ? Infinity : 12; // of each kind of page
const looks = hostile ? [['light', 1100]] : [['light', 1100], ['dark', 360]];
const leads = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'];
for(const [theme, width] of looks) {
  let page;
  const tab = await browser.newPage();
  tab.on('request', request => { if(!request.url().startsWith(home) && !request.url().startsWith('data:')) fault(page, `asks ${request.url()}`); });
  tab.on('console', message => { if(message.type() === 'error' && !/favicon|404/.test(message.text())) fault(page, message.text()); });
  tab.on('dialog', async dialog => { fault(page, 'a dialog'); await dialog.dismiss(); });
  await tab.setViewport({width, height: 900});
  await tab.emulateMediaFeatures([{name: 'prefers-color-scheme', value: theme}]);
  // axe needs the policy out of its way, and so would a text that tries to run.
  await tab.setBypassCSP(true);
  await tab.evaluateOnNewDocument(() => { window.hits = 0; window.hit = () => { window.hits++; }; });
  const kinds = {};
  for(page of pages) {
    const kind = kindOf(page);
    if((kinds[kind] = (kinds[kind] ?? 0) + 1) > seen) continue;
    await tab.goto(home + page, {waitUntil: 'load'});
    const odd = await tab.evaluate(leads => ({
      hits: window.hits, wide: document.documentElement.scrollWidth > window.innerWidth,
      strange: [...document.querySelectorAll('*')].filter(e =>
        ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM', 'INPUT'].includes(e.tagName) ||
        [...e.attributes].some(a => a.name.startsWith('on') || leads.includes(a.name) && /^\s*(javascript|vbscript|data):/i.test(a.value)),
      ).map(e => e.outerHTML.slice(0, 80)),
    }), leads);
    if(odd.hits) fault(page, `${odd.hits} scripts ran`);
    if(odd.wide) fault(page, `wider than ${width} pixels`);
    for(const what of odd.strange) fault(page, `holds ${what}`);
    if(hostile) continue;
    await tab.evaluate(axe);
    const report = await tab.evaluate(() => window.axe.run({resultTypes: ['violations']}));
    for(const v of report.violations) fault(page, `${v.id} (${theme}): ${v.nodes[0].html.slice(0, 120)}`);
  }
  await tab.close();
}
await browser.close();
server.close();
for(const line of faults.slice(0, 40)) console.error(line);
console.log(`${pages.length} pages in the browser, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
