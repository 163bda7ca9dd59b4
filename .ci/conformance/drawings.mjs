// Has resvg, librsvg and Chromium draw SVG files, and compares with the pixels
// that lie beside them: drawings.mjs DIR --count N. Lies a drawing on white, a
// pixel is off where a channel differs by more than 48 of 255.
//
// A drawing is wrong where two of the three agree that it is: each of them has
// its own way with blurs and with layers that are mixed on what is seen through.
import {execFileSync} from 'node:child_process';
import {readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {launch, serve} from './browser.mjs';

const much = 48, most = 0.005;
const dir = process.argv[2], count = Number(process.argv[process.argv.indexOf('--count') + 1]);
const require = createRequire(new URL('../bench/package.json', import.meta.url));
const sharp = require('sharp'), {Resvg} = require('@resvg/resvg-js');
const names = readdirSync(dir).filter(name => name.endsWith('.svg')).sort();

// white lays straight pixels on white.
const white = pixels => {
  const out = new Uint8Array(pixels.length / 4 * 3);
  for(let i = 0, k = 0; i < pixels.length; i += 4)
    for(let c = 0; c < 3; c++) out[k++] = Math.round((pixels[i + c] * pixels[i + 3] + 255 * (255 - pixels[i + 3])) / 255);
  return out;
};
const raw = async png => white(await sharp(png).ensureAlpha().raw().toBuffer());
const apart = (a, b) => {
  if(a.length !== b.length) return 1;
  let off = 0;
  for(let i = 0; i < a.length; i += 3)
    if(Math.abs(a[i] - b[i]) > much || Math.abs(a[i + 1] - b[i + 1]) > much || Math.abs(a[i + 2] - b[i + 2]) > much) off++;
  return off / (a.length / 3);
};

const site = await serve(dir), browser = await launch();
const page = await browser.newPage();
await page.goto(site.home);
const chromium = async (name, w, h) => Buffer.from(await page.evaluate(async (name, w, h) => {
  const image = new Image();
  image.src = name;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = w;
  canvas.height = h;
  canvas.getContext('2d').drawImage(image, 0, 0, w, h);
  return canvas.toDataURL().split(',')[1];
}, name, w, h), 'base64');

const faults = [], worst = {};
let alone = 0;
for(const name of names) {
  const [w, h] = name.match(/-(\d+)x(\d+)\.svg$/).slice(1).map(Number);
  const ours = white(readFileSync(join(dir, name.replace(/svg$/, 'rgba'))));
  const file = readFileSync(join(dir, name));
  const drawn = {
    resvg: Buffer.from(new Resvg(file, {fitTo: {mode: 'width', value: w}, font: {loadSystemFonts: false}}).render().asPng()),
    librsvg: execFileSync('rsvg-convert', ['-w', w, '-h', h, join(dir, name)], {maxBuffer: 1 << 26}),
    chromium: await chromium(name, w, h),
  };
  const off = {};
  for(const [who, png] of Object.entries(drawn)) {
    off[who] = apart(ours, await raw(png));
    if(off[who] > (worst[who] ?? -1)) worst[who] = off[who];
  }
  const against = Object.keys(off).filter(who => off[who] > most);
  const said = Object.entries(off).map(([who, share]) => `${who} ${(100 * share).toFixed(2)} %`).join(', ');
  if(against.length > 1) faults.push(`${name}: ${said}`);
  if(against.length === 1) alone++;
  if(against.length) {
    console.error(`${name}: ${said}`);
    for(const [who, png] of Object.entries(drawn)) writeFileSync(join(dir, name.replace(/svg$/, `${who}.png`)), png);
  }
}
await browser.close();
site.close();
if(names.length < count) faults.push(`only ${names.length} drawings, not ${count}`);
console.log(`${names.length} drawings by three programs: at worst ${Object.entries(worst).map(([who, share]) => `${(100 * share).toFixed(2)} % of the pixels off by ${who}`).join(', ')}; ${alone} in which one stands alone, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
