// Draws one SVG file whole and packs it as PNG, again and again, by the programs
// that make bench compares with: full.mjs FILE.svg SIDE OUT. Each works on one
// thread; the time is the processor's. One line of JSON for each, and its
// picture in OUT.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { Resvg } from '@resvg/resvg-js'
import { createCanvas, loadImage } from '@napi-rs/canvas'

const [file, sideText, out] = process.argv.slice(2)
const svg = readFileSync(file)
const side = Number(sideText)
sharp.concurrency(1)
sharp.cache(false)

const ways = {
  // Each with what its maker has as the default for PNG.
  sharp: () => sharp(svg).png().toBuffer(),
  resvg: async () => new Resvg(svg, { fitTo: { mode: 'width', value: side }, font: { loadSystemFonts: false } }).render().asPng(),
  'napi-canvas': async () => {
    const canvas = createCanvas(side, side)
    canvas.getContext('2d').drawImage(await loadImage(svg), 0, 0, side, side)
    return canvas.toBuffer('image/png')
  },
}

const spent = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }

for (const [name, draw] of Object.entries(ways)) {
  let picture = await draw() // warm
  writeFileSync(join(out, `${name}-${side}.png`), picture)
  let best = Infinity
  for (let round = 0; round < 3; round++) {
    let n = 0
    const began = spent()
    while (spent() - began < 700) { picture = await draw(); n++ }
    best = Math.min(best, (spent() - began) / n)
  }
  console.log(JSON.stringify({ name, side, ms: best, bytes: picture.length }))
}
