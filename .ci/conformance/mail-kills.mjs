// Kills `kiln outbox --send` again and again while it sends to a server that goes
// wrong, two of them at once, kills the server too, and judges by the server's own
// log: everybody ends delivered or failed with a reason, nobody got two but where a
// kill fell between the server's 250 and the note of it, and those two have one
// Message-ID. Every other kill is made by the server in just that moment (its reap);
// whoever started the server starts it again (its pid, its port).
//
//   node mail-kills.mjs KILN LEDGER SERVERDIR --batch ID --kills 4 [--restarts 1] [--timeout 1s] [--pictures DIR] [--watch DIR]
//
// What could give a secret away is put into --watch: what the programs said, with what
// they say when they crash, the list of processes with their environments, and the
// ledger's files while they are written.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const [kiln, ledger, served, ...rest] = process.argv.slice(2)
const option = (name, usual) => { const i = rest.indexOf('--' + name); return i < 0 ? usual : rest[i + 1] }
const kills = Number(option('kills', 4))
const restarts = Number(option('restarts', 0))
const programs = Number(option('programs', 2))
const batch = option('batch')
const timeout = option('timeout', '1s')
const watched = fs.existsSync('/proc') ? option('watch') : undefined
if (watched) fs.mkdirSync(watched, { recursive: true })
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
  c.done = new Promise(resolve => c.on('close', (code, signal) => {
    if (watched) fs.appendFileSync(path.join(watched, 'said.txt'), said)
    resolve({ code, signal, said })
  }))
  return c
}
const watch = () => {
  if (!watched) return
  for (const pid of fs.readdirSync('/proc').filter(n => /^\d+$/.test(n))) {
    try { if (fs.readlinkSync(`/proc/${pid}/cwd`) !== process.cwd()) continue } catch { continue } // another's
    for (const what of ['cmdline', 'environ']) {
      try { fs.appendFileSync(path.join(watched, 'processes'), fs.readFileSync(`/proc/${pid}/${what}`)) } catch {} // gone, or not ours
    }
  }
  for (const end of ['-wal', '-journal']) {
    try { fs.copyFileSync(ledger + end, path.join(watched, 'ledger' + end)) } catch {} // not there now
  }
}

const queued = run('mail', '--batch', batch, '--queue', '--yes').value
console.log(`   ${queued.new} mails wait, ${programs} programs send, ${kills} kills and ${restarts} of the server`)
let seed = 7
const chance = () => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed / 0x7fffffff }
const began = Date.now()
let killed = 0
let seams = 0 // of them, those in the very moment
let restarted = 0
let crashed = false
let living = []
const start = () => { while (living.length < programs) { const c = child(); c.done.then(() => { living = living.filter(x => x !== c) }); living.push(c) } }
const logFile = path.join(served, 'log.jsonl')
const reap = path.join(served, 'reap')
let taken = 0
let read = 0
const count = () => {
  const size = fs.existsSync(logFile) ? fs.statSync(logFile).size : 0
  if (size > read) {
    const part = Buffer.alloc(size - read)
    const f = fs.openSync(logFile)
    fs.readSync(f, part, 0, part.length, read)
    fs.closeSync(f)
    read = size
    for (const b of part) if (b === 10) taken++
  }
  return taken
}
// until waits for more mails to be taken, with both programs at work; no longer than
// something is taken now and then.
const until = async wanted => {
  let most = Date.now() + 4000
  for (let last = count(); count() < wanted && Date.now() < most; await sleep(1)) {
    if (taken > last) { last = taken; most = Date.now() + 4000 }
    start()
  }
}
// Everything that is done is spread over the whole run.
const deeds = []
const acts = kills + restarts
for (let act = 0; killed < kills || restarted < restarts; act++) {
  start()
  await until(Math.max(count() + 1, Math.floor((act + 0.5) * queued.new * 0.9 / acts)))
  if (restarted < restarts && act % Math.ceil(acts / (restarts + 1)) === Math.ceil(acts / (restarts + 1)) - 1 || killed >= kills) {
    const from = Date.now()
    process.kill(Number(fs.readFileSync(path.join(served, 'pid'), 'utf8')), 'SIGKILL')
    restarted++
    deeds.push({ what: 'the server', from, at: Date.now(), most: programs }) // each may have had one on the way
    continue
  }
  const c = living[Math.floor(chance() * living.length)]
  if (!c) continue
  watch()
  const from = Date.now()
  if (!crashed) { // once it crashes, and says where everything was
    c.kill('SIGQUIT')
    crashed = /goroutine \d+/.test((await c.done).said)
    if (crashed) { killed++; deeds.push({ what: 'a crash', from, at: Date.now(), most: 1 }) }
  } else if (chance() < 0.5) {
    fs.writeFileSync(reap + '.new', String(c.pid))
    fs.renameSync(reap + '.new', reap)
    await Promise.race([c.done, until(count() + 50)])
    fs.rmSync(reap, { force: true })
    if (c.signalCode === 'SIGKILL') { killed++; seams++; deeds.push({ what: 'in the moment', from, at: Date.now(), most: 1 }) } // else it had ended by itself
  } else {
    await sleep(chance() * 60)
    if (c.exitCode === null && c.kill('SIGKILL') && (await c.done).signal === 'SIGKILL') { killed++; deeds.push({ what: 'a kill', from, at: Date.now(), most: 1 }) }
  }
  const left = run('outbox', '--state', 'waiting').value.length
  if (left === 0) { console.log(`   only ${killed} kills and ${restarted} restarts: nothing is left to send`); break }
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
// What was on its way may be taken a moment after who sent it was killed, so a double
// belongs to one deed near to the first taking; each deed has few.
const near = 3000
const twice = [...got.values()].flatMap(mails => mails.slice(1).map(second => ({ first: mails[0].at, second: second.at, to: second.to })))
for (const d of twice.sort((a, b) => a.second - b.second)) {
  const deed = deeds.find(e => (e.doubles ?? 0) < e.most && e.from <= Math.min(d.first + near, d.second) && e.at >= d.first - near)
  if (deed) deed.doubles = (deed.doubles ?? 0) + 1
  else wrong.push(`${d.to} got two, ${d.first - began} and ${d.second - began} ms after the begin, and no kill explains it: ${deeds.map(e => `${e.what} ${e.from - began}`).join(', ')}`)
}
if (!crashed) wrong.push('no program crashed')
if (doubles > killed + restarted) wrong.push(`${doubles} doubles of ${killed} kills of ours and ${restarted} of the server`)
const pictures = option('pictures')
if (pictures) {
  const sums = new Set(fs.readdirSync(pictures).filter(f => f.endsWith('.png')).map(f => createHash('sha256').update(fs.readFileSync(path.join(pictures, f))).digest('hex')))
  for (const e of entries) if (e.attached.length !== 1 || !sums.has(e.attached[0].sha256)) wrong.push(`${e.to}: what is attached is not the ledger's picture`)
}
const seconds = (Date.now() - began) / 1000
console.log(`   ${JSON.stringify(states)}; the server took ${entries.length}; ${killed} kills, ${seams} of them between the taking and the 250, ${restarted} of the server; ${doubles} doubles with the same Message-ID; ${rounds + 1} rounds, ${seconds.toFixed(1)} s`)
if (wrong.length > 0) {
  console.error(wrong.slice(0, 20).map(w => '   ' + w).join('\n'))
  console.error(`   ${wrong.length} wrong`)
  process.exit(1)
}
