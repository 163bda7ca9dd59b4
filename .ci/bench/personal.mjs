// Makes one person's picture of a badge, again and again, by the programs that
// make bench compares with: personal.mjs DIR. DIR has background.rgba, the badge
// without the name, name-N.svg, the name by itself, whole-N.svg, the badge with
// it, and setting.json. sharp and @napi-rs/canvas keep the background decoded;
// resvg can only draw the badge whole. Each works on one thread; the time is the
// processor's. One line of JSON for each, and its last picture in DIR.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { Resvg } from '@resvg/resvg-js'
import { createCanvas, GlobalFonts, ImageData } from '@napi-rs/canvas'

const dir = process.argv[2]
const set = JSON.parse(readFileSync(join(dir, 'setting.json')))
const side = set.side
const files = (kind) => set.names.map((_, i) => readFileSync(join(dir, `${kind}-${i}.svg`)))
const names = files('name'), wholes = files('whole')
const raw = readFileSync(join(dir, 'background.rgba'))
sharp.concurrency(1)
sharp.cache(false)
GlobalFonts.registerFromPath(join(dir, 'font.ttf'), 'Badge')

const ground = createCanvas(side, side)
ground.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(raw), side, side), 0, 0)
const sheet = createCanvas(side, side), pen = sheet.getContext('2d')

const ways = {
  'sharp, background kept': (i) => sharp(raw, { raw: { width: side, height: side, channels: 4 } })
    .composite([{ input: names[i], left: set.left, top: set.top }]).png({ compressionLevel: 6 }).toBuffer(),
  'napi-canvas, background kept': (i) => {
    pen.clearRect(0, 0, side, side)
    pen.drawImage(ground, 0, 0)
    pen.font = `${set.size}px Badge`
    pen.textAlign = 'center'
    pen.fillStyle = set.color
    pen.fillText(set.names[i], set.x, set.y)
    return sheet.toBuffer('image/png')
  },
  'resvg, whole': (i) => new Resvg(wholes[i], { fitTo: { mode: 'width', value: side }, font: { loadSystemFonts: false } }).render().asPng(),
}

const spent = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }

for (const [name, draw] of Object.entries(ways)) {
  let picture = await draw(0) // warm
  let best = Infinity
  for (let round = 0; round < 3; round++) {
    let n = 0
    const began = spent()
    while (spent() - began < 500) { picture = await draw(n++ % set.names.length) }
    best = Math.min(best, (spent() - began) / n)
  }
  writeFileSync(join(dir, `${name.split(',')[0]}-${side}.png`), picture)
  console.log(JSON.stringify({ name, side, ms: best, bytes: picture.length }))
}
