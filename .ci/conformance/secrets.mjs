// Looks for words in every file below some folders, as they are, in base64, in hex, in
// UTF-16 and packed in zip or gzip; and first for one that it plants itself in each of
// these ways, and in the environment of a process (see mail-kills.mjs).
//
//   node secrets.mjs DIR… --word WORD… [--not NAME…]
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'

const dirs = []
const words = []
const not = []
for (let i = 2; i < process.argv.length; i++) {
  const a = process.argv[i]
  if (a === '--word') words.push(process.argv[++i])
  else if (a === '--not') not.push(process.argv[++i])
  else dirs.push(a)
}
const forms = word => {
  const b = Buffer.from(word)
  // in base64 a word looks different at each of three places
  const shifted = [0, 1, 2].map(n => Buffer.concat([Buffer.alloc(n), b]).toString('base64').slice(n === 0 ? 0 : n + 1).replace(/=*$/, '').slice(0, -1))
  return [word, encodeURIComponent(word), b.toString('hex'), Buffer.from(word, 'utf16le').toString('latin1'), ...shifted].map(f => f.toLowerCase())
}
// texts are what a file holds: itself, and what is packed in it.
const texts = data => {
  const list = [data]
  for (let at = data.indexOf('PK\x03\x04'); at >= 0 && at + 30 <= data.length; at = data.indexOf('PK\x03\x04', at + 4)) {
    if (data.readUInt16LE(at + 8) !== 8) continue
    try { list.push(zlib.inflateRawSync(data.subarray(at + 30 + data.readUInt16LE(at + 26) + data.readUInt16LE(at + 28)))) } catch {} // no file begins here
  }
  if (data[0] === 0x1f && data[1] === 0x8b) { try { list.push(zlib.gunzipSync(data)) } catch {} }
  return list
}
let files = 0
const search = list => {
  const found = []
  const walk = name => {
    const info = fs.lstatSync(name)
    if (info.isDirectory()) { for (const n of fs.readdirSync(name)) if (!not.includes(n)) walk(path.join(name, n)); return }
    if (!info.isFile()) return
    files++
    for (const data of texts(fs.readFileSync(name))) {
      const text = data.toString('latin1').toLowerCase()
      for (const word of list) for (const f of forms(word)) if (text.includes(f)) found.push(`${name} holds ${word}`)
    }
  }
  for (const d of dirs) if (fs.existsSync(d)) walk(d)
  return found
}
const planted = 'planted-' + process.pid + '-word'
const raw = Buffer.from('x ' + planted + ' y '.repeat(20))
const local = Buffer.alloc(30)
local.write('PK\x03\x04', 'latin1')
local.writeUInt16LE(8, 8)
local.writeUInt16LE(1, 26)
for (const [kind, data] of Object.entries({
  bare: raw, base64: Buffer.from(raw.toString('base64')), hex: Buffer.from(raw.toString('hex')), wide: Buffer.from(raw.toString(), 'utf16le'),
  zip: Buffer.concat([Buffer.from('before'), local, Buffer.from('n'), zlib.deflateRawSync(raw), Buffer.from('PK\x01\x02')]), gzip: zlib.gzipSync(raw)
})) {
  const trap = path.join(dirs[0], 'planted.bin')
  fs.writeFileSync(trap, Buffer.concat([kind === 'gzip' ? Buffer.alloc(0) : Buffer.from([0, 255, 7]), data]))
  const caught = search([planted])
  fs.unlinkSync(trap)
  if (caught.length === 0) { console.error(`   a planted word was not found in ${kind}: this tests nothing`); process.exit(1) }
}
files = 0
const found = search(words)
if (found.length > 0) { console.error(found.map(f => '   ' + f).join('\n')); process.exit(1) }
console.log(`   ${words.length} words in none of ${files} files; a planted one was found in each way`)
