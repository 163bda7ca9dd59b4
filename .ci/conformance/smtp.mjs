// A mail server of other people (npm smtp-server) on loopback, with STARTTLS and
// AUTH, that goes wrong as real ones do. What it took is what it said 250 to: one
// line each in LOG, with the Message-ID and the SHA-256 of what was attached.
//
//   node smtp.mjs DIR [--faults 0.2] [--latency 20] [--rate 30] [--seed 1] [--keep]
//
// DIR gets cert.pem, port, pid, log.jsonl and, with --keep, the mails as 1.eml, 2.eml, …
// Started again after a kill it goes on with what is there. A number in DIR/reap is a
// process that is killed when the next mail was taken and nobody knows of it yet: the
// moment in which a double cannot be helped.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { execFileSync } from 'node:child_process'
import { SMTPServer } from 'smtp-server'
import { simpleParser } from 'mailparser'

const [dir, ...rest] = process.argv.slice(2)
const option = (name, usual) => {
  const i = rest.indexOf('--' + name)
  return i < 0 ? usual : rest[i + 1]
}
const faults = Number(option('faults', 0))
const latency = Number(option('latency', 0))
const rate = Number(option('rate', 0)) // mails in a second
const password = option('password-file') ? fs.readFileSync(option('password-file'), 'utf8') : option('password', 'correct horse')
const keep = rest.includes('--keep')
const quick = rest.includes('--quick') // the mails are not taken apart
const stall = Number(option('stall', 60000))
fs.mkdirSync(dir, { recursive: true })

const logFile = path.join(dir, 'log.jsonl')
const before = fs.existsSync(logFile) ? fs.readFileSync(logFile, 'utf8').split('\n').length - 1 : 0

// Chance that comes out the same (mulberry32), and goes on after a kill.
let state = Number(option('seed', 1)) + before
const chance = () => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const key = path.join(dir, 'key.pem')
const cert = path.join(dir, 'cert.pem')
if (!fs.existsSync(cert)) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' })
}
const log = fs.openSync(logFile, 'a')
const told = { took: before, refused: 0, later: 0, cut: 0, stalled: 0, fast: 0 }
const fail = (code, text) => Object.assign(new Error(text), { responseCode: code })
const slowly = done => (...args) => latency ? setTimeout(done, latency, ...args) : done(...args)
const cut = session => {
  told.cut++
  for (const c of server.connections) if (c.id === session.id) c._socket.destroy()
}
// bad does one of the things that go wrong, or nothing.
const bad = (session, done) => {
  if (chance() >= faults) return false
  const which = chance()
  if (which < 0.45) { told.later++; done(fail(451, '4.3.0 Something is busy, come again')) }
  else if (which < 0.6) { told.later++; done(fail(450, '4.2.0 Greylisted')) }
  else if (which < 0.7) { told.later++; done(fail(421, '4.3.2 Going down')) }
  else if (which < 0.9) cut(session)
  else { told.stalled++; setTimeout(() => cut(session), stall).unref() }
  return true
}
const reap = () => {
  let victim
  try { victim = Number(fs.readFileSync(path.join(dir, 'reap'), 'utf8')); fs.unlinkSync(path.join(dir, 'reap')) } catch { return }
  try { process.kill(victim, 'SIGKILL') } catch {} // it ended by itself
}
let window = []
const server = new SMTPServer({
  secure: rest.includes('--tls'), key: fs.readFileSync(key), cert: fs.readFileSync(cert), banner: 'npm smtp-server', authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'].filter(m => option('auth', m).split(',').includes(m)),
  authOptional: rest.includes('--open'), disableReverseLookup: true, socketTimeout: 0, logger: false, allowInsecureAuth: rest.includes('--open'), hideSTARTTLS: rest.includes('--notls'),
  onConnect (session, done) { slowly(() => chance() < faults / 4 ? cut(session) : done())() },
  onAuth (auth, session, done) {
    if (bad(session, done)) return
    const right = auth.method === 'XOAUTH2' ? auth.accessToken === password : auth.method === 'CRAM-MD5' ? auth.validatePassword(password) : auth.password === password
    slowly(done)(right ? null : fail(535, '5.7.8 Wrong: ' + (auth.password ?? '')), right ? { user: auth.username } : undefined)
  },
  onMailFrom (address, session, done) { if (!bad(session, done)) slowly(done)() },
  onRcptTo (address, session, done) {
    if (/^(gone|unknown)/.test(address.address)) { told.refused++; return slowly(done)(fail(550, `5.1.1 <${address.address}> is unknown here`)) }
    if (rate) {
      const now = Date.now()
      window = window.filter(at => at > now - 1000)
      if (window.length >= rate) { told.fast++; return slowly(done)(fail(450, '4.7.28 Too many mails: try again in 1 second')) }
      window.push(now)
    }
    if (!bad(session, done)) slowly(done)()
  },
  onData (stream, session, done) {
    const parts = []
    stream.on('data', part => parts.push(part))
    stream.on('end', async () => {
      if (bad(session, done)) return
      const raw = Buffer.concat(parts)
      const mail = quick ? { messageId: /^message-id: (\S+)/im.exec(raw.subarray(0, 4000).toString())?.[1], headers: new Map(), attachments: [] } : await simpleParser(raw)
      if (latency) await new Promise(resolve => setTimeout(resolve, latency))
      const n = ++told.took
      if (keep) fs.writeFileSync(path.join(dir, n + '.eml'), raw)
      // It is taken from here on: the line of the log and the 250 go together.
      fs.writeSync(log, JSON.stringify({
        n, at: Date.now(), to: session.envelope.rcptTo.map(r => r.address), from: session.envelope.mailFrom.address, user: session.user, id: mail.messageId, subject: mail.subject,
        name: mail.to?.value?.[0]?.name, auto: mail.headers.get('auto-submitted'), text: mail.text?.length, html: (mail.html || '').length,
        attached: mail.attachments.filter(a => a.contentDisposition === 'attachment').map(a => ({ name: a.filename, type: a.contentType, sha256: createHash('sha256').update(a.content).digest('hex') }))
      }) + '\n')
      reap()
      done(null, 'queued as ' + n)
    })
  }
})
server.on('error', () => {}) // of a connection that was cut
server.listen(Number(option('port', 0)), '127.0.0.1', () => {
  fs.writeFileSync(path.join(dir, 'pid'), String(process.pid))
  fs.writeFileSync(path.join(dir, 'port'), String(server.server.address().port))
})
process.on('SIGTERM', () => { fs.writeFileSync(path.join(dir, 'told.json'), JSON.stringify(told)); process.exit(0) })
