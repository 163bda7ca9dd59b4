// Opens the page that sign-ins come back to in a real browser: signin.mjs DIR.
// It hands on to a port of this machine when its button is pressed, and only
// for a state that our key has signed, for ten minutes; it loads nothing, says
// nowhere where it was, and leaves no code in the address bar.
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {HtmlValidate} from 'html-validate';
import puppeteer from 'puppeteer-core';

const dir = process.argv[2];
mkdirSync(dir, {recursive: true});
const came = [];
const listen = handler => new Promise(done => {
  const server = createServer(handler).listen(0, '127.0.0.1', () => done(server));
});
const back = await listen((request, response) => {
  if(request.url !== '/favicon.ico') came.push([request.url, request.headers.referer ?? '']);
  response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><title>there</title>there');
});
const wrote = spawnSync('go', ['test', '-count=1', '-run', '^TestWritePage$', './issuer/deliver/signin'], {
  env: {...process.env, BADGEKILN_SIGNIN: dir, BADGEKILN_SIGNIN_PORT: String(back.address().port)}, encoding: 'utf8',
});
if(wrote.status !== 0) throw new Error(wrote.stdout + wrote.stderr);
const read = name => readFileSync(join(dir, name), 'utf8');
const asked = [];
const site = await listen((request, response) => {
  asked.push(request.url);
  if(!request.url.startsWith('/signin/back.html')) return response.writeHead(404).end();
  response.writeHead(200, {'content-type': 'text/html; charset=utf-8'}).end(read('back.html'));
});
const home = `http://localhost:${site.address().port}/signin/back.html`; // browsers trust localhost as they trust https

const faults = [];
const want = (what, ok) => { if(!ok) faults.push(what); };
const report = await new HtmlValidate({extends: ['html-validate:recommended'], rules: {'void-style': 'off', 'no-trailing-whitespace': 'off', 'doctype-style': 'off'}}).validateString(read('back.html'));
for(const result of report.results) for(const message of result.messages) faults.push(`${message.ruleId}: ${message.message}`);

const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => process.env.PATH.split(':').map(folder => join(folder, name)))
  .find(path => { try { return statSync(path).isFile(); } catch { return false; } });
const browser = await puppeteer.launch({executablePath: found, args: ['--no-sandbox', '--disable-gpu'], headless: true});
const open = async query => {
  const page = await browser.newPage();
  page.on('pageerror', error => faults.push(String(error)));
  page.on('console', message => { if(!message.text().includes('favicon')) faults.push(message.text()); });
  await page.setViewport({width: 420, height: 560});
  await page.goto(home + query);
  await new Promise(done => setTimeout(done, 150)); // what it does by itself, it does at once
  const shown = await page.$eval('#act', act => !act.hidden);
  return {page, shown, text: await page.$eval('#text', text => text.textContent)};
};

for(const [name, text] of [['stale', 'Stale'], ['forged', 'Broken']]) {
  const {shown, text: told} = await open(`?code=c&state=${read(name)}`);
  want(`${name}: the button is there`, !shown);
  want(`${name}: it says ${told}`, told === text);
}
for(const query of ['', '?code=c', '?code=c&state=x', `?code=c&state=${read('good').slice(0, -2)}AA`]) {
  const {shown, text} = await open(query);
  want(`"${query.slice(0, 20)}": the button is there, or it says ${text}`, !shown && text === 'Broken');
}
want('something went on without being pressed', came.length === 0);

const good = await open(`?code=the%2Bcode&state=${read('good')}&iss=https%3A%2F%2Fhost.example&evil=1`);
want('good: no button', good.shown && good.text === 'Forward');
want(`good: a code stands in the address bar`, !good.page.url().includes('code'));
want('good: it went on by itself', came.length === 0);
await good.page.screenshot({path: join(dir, 'back-light.png')});
await good.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
await good.page.screenshot({path: join(dir, 'back-dark.png')});
await Promise.all([good.page.waitForNavigation(), good.page.click('#go')]);
const [url, referrer] = came[0] ?? ['', ''];
const got = new URLSearchParams(url.split('?')[1]);
want(`good: it came to ${url}`, url.startsWith('/signed-in?') && got.get('code') === 'the+code' && got.get('state') === read('good') && got.get('iss') === 'https://host.example');
want('good: something else was handed on', !got.has('evil'));
want(`good: it told where it came from: ${referrer}`, referrer === '');
want(`the page asked for ${asked}`, asked.every(one => one.startsWith('/signin/back.html') || one === '/favicon.ico'));
await browser.close();
site.close();
back.close();
for(const fault of faults) console.error(fault);
if(faults.length) process.exit(1);
console.log('the page of sign-ins: 1 handed on when pressed, 6 not');
process.exit(0);
