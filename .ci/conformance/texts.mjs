// Has Chromium set the texts that specimen set, with the same fonts, and
// compares: texts.mjs DIR. Which letter is from which font is ours to say. A line may be 0.5 % longer or shorter, and of what
// either of both inks a tenth may lie elsewhere. Texts in which a letter is
// missing are shown, not compared: Chromium takes it from the system.
//
// All of them side by side go into DIR/sheet-N.png.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {launch, serve} from './browser.mjs';

const mostLength = 0.005, mostInk = 0.1;
const dir = process.argv[2];
const told = JSON.parse(readFileSync(join(dir, 'texts.json')));
writeFileSync(join(dir, 'index.html'), `<!doctype html><meta charset="utf-8"><style>
${told.texts.map((one, i) => one.runes.map(part => `@font-face { font-family: "t${i}"; src: url("${told.fonts[part.font]}"); unicode-range: ${part.runes.map(r => 'U+' + r.toString(16)).join(',')} }`).join('\n')).join('\n')}
body { margin: 8px; font: 12px sans-serif; background: #fff }
table { border-collapse: collapse } td { border: 1px solid #ddd; padding: 2px 6px } .far { background: #fcc } .lack { background: #eee }
img, canvas { height: 56px; display: block }
</style><table id="t"></table>`);
const site = await serve(dir), browser = await launch();
const page = await browser.newPage();
await page.setViewport({width: 1500, height: 1000});
await page.goto(site.home + 'index.html');
const answers = await page.evaluate(async told => {
  const out = [];
  for(const [i, one] of told.texts.entries()) {
    await document.fonts.load(`${told.em}px t${i}`, one.text);
    const ours = new Image();
    ours.src = one.picture;
    await ours.decode();
    const draw = paint => {
      const canvas = document.createElement('canvas');
      canvas.width = ours.width;
      canvas.height = ours.height;
      const c = canvas.getContext('2d', {willReadFrequently: true});
      const extra = paint(c);
      return {canvas, extra, ink: c.getImageData(0, 0, ours.width, ours.height).data};
    };
    const a = draw(c => c.drawImage(ours, 0, 0));
    const b = draw(c => {
      c.font = `${told.em}px t${i}`;
      c.textRendering = 'geometricPrecision';
      c.fontKerning = 'normal';
      c.direction = one.rtl ? 'rtl' : 'ltr';
      c.textAlign = 'left';
      c.lang = {hangul: 'ko', kana: 'ja'}[one.script] ?? 'inherit'; // which we tell by the letters
      c.fillText(one.text, told.left, told.base);
      return c.measureText(one.text).width / told.em;
    });
    let apart = 0, all = 0;
    for(let i = 3; i < a.ink.length; i += 4) {
      apart += Math.abs(a.ink[i] - b.ink[i]);
      all += Math.max(a.ink[i], b.ink[i]);
    }
    out.push({width: b.extra, ink: apart / Math.max(all, 1)});
    const row = document.getElementById('t').insertRow();
    for(const text of [one.script, one.family, `${one.width.toFixed(3)}\n${b.extra.toFixed(3)}`, `${(100 * apart / all).toFixed(1)} %`]) row.insertCell().innerText = text;
    row.insertCell().append(ours);
    row.insertCell().append(b.canvas);
    if(one.missing) row.className = 'lack';
  }
  return out;
}, told);

const faults = [], lacking = [];
let farthest = 0, inkiest = 0;
for(const [i, one] of told.texts.entries()) {
  if(one.missing) {
    lacking.push(`${one.text} (${one.missing})`);
    continue;
  }
  const {width, ink} = answers[i];
  const far = Math.abs(one.width - width) / Math.max(width, 1e-9);
  farthest = Math.max(farthest, far);
  inkiest = Math.max(inkiest, ink);
  if(far <= mostLength && ink <= mostInk) continue;
  faults.push(`${one.script} ${JSON.stringify(one.text)} in ${one.family}: ${one.width.toFixed(4)} ems, by Chromium ${width.toFixed(4)}; ${(100 * ink).toFixed(1)} % of the ink elsewhere`);
  await page.evaluate(i => { document.getElementById('t').rows[i].className = 'far'; }, i);
}
const tall = await page.evaluate(() => document.documentElement.scrollHeight);
for(let top = 0, n = 1; top < tall; top += 2600, n++)
  await page.screenshot({path: join(dir, `sheet-${n}.png`), clip: {x: 0, y: top, width: 1500, height: Math.min(2600, tall - top)}, captureBeyondViewport: true});
const version = await browser.version();
await browser.close();
site.close();
const scripts = new Set(told.texts.map(one => one.script));
if(told.texts.length - lacking.length < 200) faults.push(`only ${told.texts.length - lacking.length} texts are whole; make fonts fetches what is missing`);
for(const line of faults) console.error(line);
console.log(`${told.texts.length - lacking.length} texts of ${scripts.size} kinds beside ${version}: lengths within ${(100 * farthest).toFixed(2)} %, ${(100 * inkiest).toFixed(1)} % of the ink elsewhere at most; ${faults.length} faults` +
  (lacking.length ? `; not compared, because no font of ours has it: ${lacking.join(', ')}` : ''));
process.exit(faults.length ? 1 : 0);
