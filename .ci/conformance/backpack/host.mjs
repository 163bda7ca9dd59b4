// A backpack host that is put together of other people's parts: sign-in by
// oidc-provider, the two APIs by Prism from 1EdTech's own documents, behind one
// port; and a Chromium in which a person signs in. host.mjs STANDARDS LOG
//
// It prints its address when it is ready. What tests need besides:
//   POST /control/browse   url=…&mode=consent|deny|wrong-state|nothing
//   POST /control/set      codes=SECONDS hold=SECONDS web=1: how long codes live, how late /token answers, and
//                          that sign-ins come back to https only
//   POST /control/kill     what=access|grants: tokens that stop working
//   GET  /control/log      what was pushed, what the sign-ins saw, every secret
import {spawn} from 'node:child_process';
import {readFileSync, statSync} from 'node:fs';
import {createServer, request as ask} from 'node:http';
import {createServer as createNet} from 'node:net';
import {join} from 'node:path';
import Provider, {errors} from 'oidc-provider';
import puppeteer from 'puppeteer-core';

const [standards, email] = [process.argv[2], process.argv[3]];
const free = () => new Promise(done => {
  const s = createNet().listen(0, '127.0.0.1', () => {
    const {port} = s.address();
    s.close(() => done(port));
  });
});
const [port, port2, port3] = [await free(), await free(), await free()];
const home = `http://127.0.0.1:${port}`;
const log = {pushes: {}, seen: [], secrets: [], refused: []};
const set = {codes: 60, hold: 0, web: 0};

// The APIs.
const documents = {
  2: join(standards, 'ob-2.1/openapi3/imsob_v2p1.json'),
  3: join(standards, 'ob-3.0/openapi/openapi.json'),
};
const children = [];
const prism = (which, at) => new Promise((done, fail) => {
  const cli = new URL('./node_modules/.bin/prism', import.meta.url).pathname;
  const child = spawn(cli, ['mock', '-h', '127.0.0.1', '-p', String(at), documents[which]], {stdio: ['ignore', 'pipe', 'pipe']});
  children.push(child);
  child.stdout.on('data', text => { if(String(text).includes('listening')) done(); });
  child.stderr.on('data', text => process.stderr.write(text));
  child.on('exit', () => fail(new Error(`prism ${which} ended`)));
});
const ends = () => { for(const child of children) child.kill(); process.exit(0); };
for(const signal of ['SIGTERM', 'SIGINT']) process.on(signal, ends);

// The sign-in. Scopes are those of the two documents.
const scopes2 = ['assertion.create', 'assertion.readonly', 'profile.readonly', 'profile.update'].map(s => 'https://purl.imsglobal.org/spec/ob/v2p1/scope/' + s);
const scopes3 = ['credential.upsert', 'credential.readonly', 'profile.readonly', 'profile.update'].map(s => 'https://purl.imsglobal.org/spec/ob/v3p0/scope/' + s);
const provider = new Provider(home, {
  scopes: ['openid', 'offline_access', ...scopes2, ...scopes3],
  features: {registration: {enabled: true}, revocation: {enabled: true}, devInteractions: {enabled: true}},
  pkce: {required: () => true},
  rotateRefreshToken: true,
  clientDefaults: {grant_types: ['authorization_code', 'refresh_token'], token_endpoint_auth_method: 'client_secret_basic'},
  ttl: {AuthorizationCode: () => set.codes, AccessToken: 3600, RefreshToken: 86400, Grant: 86400, Interaction: 600, Session: 600},
  cookies: {keys: ['conformance']},
  extraClientMetadata: {properties: ['software_id'], validator(_, __, ___, client) {
    if(set.web && client.redirect_uris.some(uri => !uri.startsWith('https://'))) throw new errors.InvalidClientMetadata('redirect_uris must be https');
  }},
  async findAccount(_, id) { return {accountId: id, async claims() { return {sub: id}; }}; },
});
for(const name of ['authorization.error', 'grant.error', 'registration_create.error', 'server_error', 'revocation.error'])
  provider.on(name, (_, error) => log.refused.push(`${name}: ${error.error ?? error.message} ${error.error_description ?? ''}`));
for(const [name, kind] of [['access_token.saved', 'access'], ['refresh_token.saved', 'refresh'], ['authorization_code.saved', 'code']])
  provider.on(name, token => log.seen.push(`${kind} made`) && log.secrets.push(token.jti));
const signin = provider.callback();

const description = () => {
  const d = JSON.parse(readFileSync(documents[3]));
  d.servers = [{url: `${home}/ims/ob/v3p0`}];
  const scheme = d.components.securitySchemes.OAuth2ACG;
  scheme['x-imssf-registrationUrl'] = `${home}/reg`;
  Object.assign(scheme.flows.authorizationCode, {authorizationUrl: `${home}/auth`, tokenUrl: `${home}/token`, refreshUrl: `${home}/token`});
  scheme.flows.authorizationCode.scopes.offline_access = 'a refresh token';
  return d;
};
const manifest = () => ({
  '@context': 'https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld', id: `${home}/.well-known/badgeconnect.json`,
  badgeConnectAPI: [{
    name: 'Outsiders', apiBase: `${home}/ims/ob/v2p1`, version: 'v2p1', termsOfServiceUrl: `${home}/terms`, privacyPolicyUrl: `${home}/privacy`,
    scopesOffered: [...scopes2, 'offline_access'], registrationUrl: `${home}/reg`, authorizationUrl: `${home}/auth`, tokenUrl: `${home}/token`, tokenRevocationUrl: `${home}/token/revocation`,
  }],
});

const json = (response, status, body) => response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
const bodyOf = request => new Promise(done => {
  const parts = [];
  request.on('data', part => parts.push(part)).on('end', () => done(Buffer.concat(parts)));
});

// api checks the token and lets Prism answer; what it makes up of whose backpack
// it is, is replaced.
async function api(request, response, version) {
  const given = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const token = await provider.AccessToken.find(given);
  const body = await bodyOf(request);
  if(!token || token.isExpired) return json(response, 401, {status: {error: null, statusCode: 401, statusText: 'UNAUTHENTICATED'}});
  const path = request.url.replace(`/ims/ob/v${version}p${version === 2 ? 1 : 0}`, '');
  const need = request.method === 'GET' ? 'readonly' : 'create|upsert|update';
  if(!new RegExp(need).test(token.scope)) return json(response, 403, {status: {error: null, statusCode: 403, statusText: 'PERMISSION_DENIED'}});
  const headers = {...request.headers};
  delete headers.host;
  const onward = ask({host: '127.0.0.1', port: version === 2 ? port2 : port3, path, method: request.method, headers}, async answer => {
    let text = await bodyOf(answer);
    if(request.method === 'POST' && answer.statusCode < 300) {
      const sent = body.toString();
      const id = sent.startsWith('{') ? JSON.parse(sent).assertion?.id ?? JSON.parse(sent).id ?? JSON.parse(sent).signedAssertion : sent;
      log.pushes[id] = (log.pushes[id] ?? 0) + 1;
    } else if(answer.statusCode >= 400) log.refused.push(`${request.method} ${request.url}: ${answer.statusCode} ${text}`);
    const out = {'content-type': answer.headers['content-type'] ?? 'application/json'};
    if(path.startsWith('/profile') && answer.statusCode === 200) {
      const profile = JSON.parse(text);
      (profile.profile ?? profile).email = email;
      text = JSON.stringify(profile);
    }
    response.writeHead(answer.statusCode, out).end(text);
  });
  onward.on('error', error => json(response, 502, {message: String(error)}));
  onward.end(body);
}

// The person.
const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => process.env.PATH.split(':').map(folder => join(folder, name)))
  .find(path => { try { return statSync(path).isFile(); } catch { return false; } });
if(!found) throw new Error('There is no Chromium. Install it with .ci/packages.sh conformance.');
const browser = await puppeteer.launch({executablePath: found, args: ['--no-sandbox', '--disable-gpu', '--ignore-certificate-errors'], headless: true});
process.on('exit', () => browser.process()?.kill());

// browse signs in as somebody would, with a session of their own.
async function browse(url, mode) {
  const context = await browser.createBrowserContext(); // nobody is signed in there
  const page = await context.newPage();
  try {
    if(mode === 'wrong-state') {
      // Somebody else's answer arrives first: it is turned away, and the real
      // one still comes through.
      const back = new URL(new URL(url).searchParams.get('redirect_uri'));
      back.search = '?code=stolen&state=' + 'x'.repeat(120);
      const answer = await page.goto(back.href);
      log.seen.push(`wrong state: ${answer.status()}`);
    }
    await page.goto(url);
    for(let step = 0; step < 6 && page.url().startsWith(home); step++) {
      const cancel = await page.$('a[href$="/abort"]');
      if(mode === 'deny' && cancel) {
        await Promise.all([page.waitForNavigation(), cancel.click()]);
        continue;
      }
      for(const name of ['login', 'password']) {
        const field = await page.$(`input[name=${name}]`);
        if(field) await field.type('ada');
      }
      const button = await page.$('button[type=submit]');
      if(!button) break;
      await Promise.all([page.waitForNavigation(), button.click()]);
    }
    if(page.url().startsWith('https:')) { // the page on the organiser's site
      const onward = await page.waitForSelector('#go', {visible: true, timeout: 10000});
      log.seen.push(`page: ${page.url()}`);
      await Promise.all([page.waitForNavigation(), onward.click()]);
    }
    log.seen.push(`${mode}: ${new URL(page.url()).host === new URL(home).host ? 'stayed at the host' : await page.evaluate(() => document.body.innerText)}`);
    log.seen.push(`address bar: ${page.url().replace(/\d{2,}/, 'PORT')}`);
  } catch(error) {
    log.seen.push(`${mode}: ${error.message}`);
  } finally {
    await context.close();
  }
}

async function control(request, response, what) {
  const form = new URLSearchParams((await bodyOf(request)).toString());
  if(what === 'log') return json(response, 200, log);
  if(what === 'browse') browse(form.get('url'), form.get('mode') ?? 'consent');
  if(what === 'set') for(const name of ['codes', 'hold', 'web']) if(form.has(name)) set[name] = Number(form.get(name));
  if(what === 'kill') {
    for(const id of log.secrets) {
      const access = await provider.AccessToken.find(id);
      if(access) await access.destroy();
      if(form.get('what') !== 'grants') continue;
      const refresh = await provider.RefreshToken.find(id);
      if(refresh) await refresh.destroy();
    }
  }
  json(response, 200, {});
}

const server = createServer(async (request, response) => {
  const {pathname} = new URL(request.url, home);
  if(pathname.startsWith('/control/')) return control(request, response, pathname.slice('/control/'.length));
  if(pathname === '/ims/ob/v3p0/discovery') return json(response, 200, description());
  if(pathname === '/.well-known/badgeconnect.json') return json(response, 200, manifest());
  if(pathname.startsWith('/ims/ob/v3p0/')) return api(request, response, 3);
  if(pathname.startsWith('/ims/ob/v2p1/')) return api(request, response, 2);
  if(pathname === '/token' && set.hold) await new Promise(done => setTimeout(done, set.hold * 1000));
  signin(request, response);
});
server.listen(port, '127.0.0.1');
await Promise.all([prism(2, port2), prism(3, port3)]);
console.log(home);
