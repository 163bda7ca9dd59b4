// Looks for words in every file below some folders, as they are, in base64 and in
// the pages of a database; and first for one that it plants itself.
//
//   node secrets.mjs DIR… --word WORD… [--not NAME…]
import fs from 'node:fs'
import path from 'node:path'

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
  return [word, encodeURIComponent(word), ...shifted].map(f => f.toLowerCase())
}
let files = 0
const search = list => {
  const found = []
  const walk = name => {
    const info = fs.lstatSync(name)
    if (info.isDirectory()) { for (const n of fs.readdirSync(name)) if (!not.includes(n)) walk(path.join(name, n)); return }
    if (!info.isFile()) return
    files++
    const text = fs.readFileSync(name).toString('latin1').toLowerCase()
    for (const word of list) for (const f of forms(word)) if (text.includes(f)) found.push(`${name} holds ${word}`)
  }
  for (const d of dirs) if (fs.existsSync(d)) walk(d)
  return found
}
const planted = 'planted-' + process.pid + '-word'
const trap = path.join(dirs[0], 'planted.bin')
fs.writeFileSync(trap, Buffer.concat([Buffer.from([0, 255, 7]), Buffer.from(Buffer.from(planted).toString('base64'))]))
const caught = search([planted])
fs.unlinkSync(trap)
if (caught.length === 0) { console.error('   a planted word was not found: this tests nothing'); process.exit(1) }
files = 0
const found = search(words)
if (found.length > 0) { console.error(found.map(f => '   ' + f).join('\n')); process.exit(1) }
console.log(`   ${words.length} words in none of ${files} files; a planted one was found`)
