// Kills `kiln outbox --send` again and again while it sends to a server that goes
// wrong, two of them at once, and judges by the server's own log: everybody ends
// delivered or failed with a reason, nobody got two but where a kill fell between
// the server's 250 and the note of it, and those two have one Message-ID.
//
//   node mail-kills.mjs KILN LEDGER SERVERDIR --batch ID --kills 4 [--timeout 1s] [--pictures DIR]
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const [kiln, ledger, served, ...rest] = process.argv.slice(2)
const option = (name, usual) => { const i = rest.indexOf('--' + name); return i < 0 ? usual : rest[i + 1] }
const kills = Number(option('kills', 4))
const programs = Number(option('programs', 2))
const batch = option('batch')
const timeout = option('timeout', '1s')
const patience = option('patience', '4s')
const args = (...more) => ['--quiet', '--ledger', ledger, '--json', ...more]
const run = (...more) => {
  const r = spawnSync(kiln, args(...more), { encoding: 'utf8', maxBuffer: 1 << 30 })
  if (r.status === null || r.status === 5) throw new Error(more.join(' ') + ': ' + r.stdout + r.stderr)
  return { status: r.status, value: r.stdout ? JSON.parse(r.stdout) : null }
}
const log = () => fs.readFileSync(path.join(served, 'log.jsonl'), 'utf8').split('\n').filter(Boolean).map(l => JSON.parse(l))
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
const child = () => {
  const c = spawn(kiln, args('outbox', '--send', '--patience', patience, '--timeout', timeout), { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  c.stdout.on('data', d => { said += d })
  c.stderr.on('data', d => { said += d })
  c.done = new Promise(resolve => c.on('exit', (code, signal) => resolve({ code, signal, said })))
  return c
}

const queued = run('mail', '--batch', batch, '--queue', '--yes').value
console.log(`   ${queued.new} mails wait, ${programs} programs send, ${kills} kills`)
let seed = 7
const chance = () => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed / 0x7fffffff }
const began = Date.now()
let killed = 0
let living = []
const start = () => { while (living.length < programs) { const c = child(); c.done.then(() => { living = living.filter(x => x !== c) }); living.push(c) } }
const logFile = path.join(served, 'log.jsonl')
const size = () => fs.existsSync(logFile) ? fs.statSync(logFile).size : 0
while (killed < kills) {
  start()
  // Kill where something was just taken: right at the seam, or anywhere.
  const before = size()
  const most = Date.now() + 4000
  while (size() === before && Date.now() < most) await sleep(0)
  await sleep(chance() < 0.5 ? 0 : chance() * 60)
  const c = living[Math.floor(chance() * living.length)]
  if (!c) continue
  if (c.exitCode === null && c.kill('SIGKILL')) killed++
  const end = await c.done
  if (end.signal !== 'SIGKILL') killed-- // it had ended by itself
  const left = run('outbox', '--state', 'waiting').value.length
  if (left === 0) { console.log(`   only ${killed} kills: nothing is left to send`); break }
}
await Promise.all(living.map(c => c.done))

// What waits for its next try is tried at once, until nothing does.
let rounds = 0
for (; rounds < 60; rounds++) {
  run('outbox', '--send', '--patience', patience, '--timeout', timeout)
  const open = ['waiting', 'leased'].flatMap(s => run('outbox', '--state', s).value)
  if (open.length === 0) break
  for (const one of ['waiting']) run('outbox', '--retry', '--state', one, '--patience', patience, '--timeout', timeout)
}
const all = run('outbox', '--batch', batch).value
const wrong = []
const states = {}
for (const d of all) {
  states[d.state] = (states[d.state] ?? 0) + 1
  if (d.state !== 'delivered' && d.state !== 'failed') wrong.push(`${d.email} is ${d.state}`)
  if (d.state === 'failed' && !d.code) wrong.push(`${d.email} failed without a reason`)
  if (/correct horse/.test(d.answer ?? '')) wrong.push('an answer holds the password')
}
const got = new Map()
const entries = log()
for (const e of entries) {
  for (const to of e.to) got.set(to, [...(got.get(to) ?? []), e])
}
let doubles = 0
for (const d of all) {
  const mails = got.get(d.email) ?? []
  if (d.state === 'delivered' && mails.length === 0) wrong.push(`${d.email} is delivered, and the server has no such mail`)
  if (d.state !== 'delivered' && mails.length > 0) wrong.push(`${d.email} is ${d.state}, and the server took it`)
  if (mails.length > 1) doubles += mails.length - 1
  if (new Set(mails.map(m => m.id)).size > 1) wrong.push(`${d.email} has two Message-IDs`)
  if (mails.some(m => m.id !== `<${d.ticket}>`)) wrong.push(`${d.email}: another Message-ID than the outbox says`)
}
if (doubles > killed) wrong.push(`${doubles} doubles of ${killed} kills`)
const pictures = option('pictures')
if (pictures) {
  const sums = new Set(fs.readdirSync(pictures).filter(f => f.endsWith('.png')).map(f => createHash('sha256').update(fs.readFileSync(path.join(pictures, f))).digest('hex')))
  for (const e of entries) if (e.attached.length !== 1 || !sums.has(e.attached[0].sha256)) wrong.push(`${e.to}: what is attached is not the ledger's picture`)
}
const seconds = (Date.now() - began) / 1000
console.log(`   ${JSON.stringify(states)}; the server took ${entries.length}; ${killed} kills, ${doubles} doubles with the same Message-ID; ${rounds + 1} rounds, ${seconds.toFixed(1)} s`)
if (wrong.length > 0) {
  console.error(wrong.slice(0, 20).map(w => '   ' + w).join('\n'))
  console.error(`   ${wrong.length} wrong`)
  process.exit(1)
}
