// Reads pictures by Chromium and by libpng, and compares every pixel with what
// lies beside them: pictures.mjs DIR --count N. A picture is NAME-WxH.png, its
// pixels NAME-WxH.rgba: four bytes each, alpha not multiplied in.
//
// Chromium decodes with alpha left alone and hands its pixels back from a
// texture: a canvas would have multiplied them.
import {readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {launch, serve} from './browser.mjs';

const dir = process.argv[2], count = Number(process.argv[process.argv.indexOf('--count') + 1]);
const sharp = createRequire(new URL('../bench/package.json', import.meta.url))('sharp');
const names = readdirSync(dir).filter(name => name.endsWith('.png')).sort();
const faults = [];
const limits = name => name.match(/-(\d+)x(\d+)\.png$/).slice(1).map(Number);

// By libpng, which sharp reads PNG with.
for(const name of names) {
  const [w, h] = limits(name);
  const want = readFileSync(join(dir, name.replace(/png$/, 'rgba')));
  try {
    const {data, info} = await sharp(join(dir, name)).ensureAlpha().raw().toBuffer({resolveWithObject: true});
    if(info.width !== w || info.height !== h || !data.equals(want)) faults.push(`${name}: other pixels by libpng`);
  } catch(error) {
    faults.push(`${name}: libpng reads no picture: ${error.message}`);
  }
}

const site = await serve(dir), browser = await launch();
const page = await browser.newPage();
await page.goto(site.home);
const seen = await page.evaluate(async list => {
  const gl = document.createElement('canvas').getContext('webgl2');
  if(!gl) throw new Error('the browser has no WebGL to hand pixels back with');
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  const faults = [];
  for(const [name, w, h] of list) {
    const [file, raw] = await Promise.all([fetch(name), fetch(name.replace(/png$/, 'rgba'))]);
    const want = new Uint8Array(await raw.arrayBuffer());
    let map;
    try {
      map = await createImageBitmap(await file.blob(), {premultiplyAlpha: 'none', colorSpaceConversion: 'none'});
    } catch(error) {
      faults.push(`${name}: Chromium reads no picture: ${error.message}`);
      continue;
    }
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, map);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, gl.getParameter(gl.TEXTURE_BINDING_2D), 0);
    const got = new Uint8Array(map.width * map.height * 4);
    gl.readPixels(0, 0, map.width, map.height, gl.RGBA, gl.UNSIGNED_BYTE, got);
    let off = map.width !== w || map.height !== h || got.length !== want.length || gl.getError() ? got.length / 4 : 0;
    for(let i = 0; !off && i < got.length; i += 4)
      if(got[i] !== want[i] || got[i + 1] !== want[i + 1] || got[i + 2] !== want[i + 2] || got[i + 3] !== want[i + 3]) off++;
    if(off) faults.push(`${name}: ${map.width}x${map.height}, other pixels by Chromium`);
  }
  return faults;
}, names.map(name => [name, ...limits(name)]));
faults.push(...seen);
const version = await browser.version();
await browser.close();
site.close();
if(names.length < count) faults.push(`only ${names.length} pictures, not ${count}`);
for(const line of faults.slice(0, 20)) console.error(line);
console.log(`${names.length} pictures, pixel for pixel by libpng ${sharp.versions.png} and ${version}: ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
