// Verifies credentials by their addresses, as a stranger does: every document is
// asked for over TLS at the address it calls itself by, from a web server of
// other people that shows what was published.
//
//   node served.mjs BASE FOLDER --at HOST:PORT --ca FILE --count N [--revoked N]
//
// FOLDER is what was awarded; its names say which credentials there are. BASE's
// host is looked for at HOST:PORT and nowhere else. 3.0 is judged by
// @digitalbazaar/vc, 2.0 by the rules for hosted assertions, with jsonld.
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import jsonld from 'jsonld';
import crypto from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import {parseArgs} from 'node:util';
import {filesOf, loaderFor, method, readJSON} from './loader.mjs';

const {values: flags, positionals: [base, folder]} = parseArgs({
  allowPositionals: true,
  options: {at: {type: 'string'}, ca: {type: 'string'}, count: {type: 'string'}, revoked: {type: 'string'}},
});
const [host, port] = flags.at.split(':');
const ca = fs.readFileSync(flags.ca);
const own = loaderFor();

// get asks for an address below BASE.
function get(address) {
  const u = new URL(address);
  if(!address.startsWith(base)) {
    throw new Error(`${address} is not below ${base}`);
  }
  return new Promise((done, failed) => {
    https.get({host, port, path: u.pathname, servername: u.hostname, headers: {host: u.host, origin: 'https://verifier.example'}, ca}, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => done({status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts)}));
    }).on('error', failed);
  });
}

// document is JSON that anybody's page may read.
async function document(address) {
  const {status, headers, body} = await get(address);
  if(status !== 200) {
    throw new Error(`${address} answers ${status}`);
  }
  if(!/^application\/(ld\+)?json/.test(headers['content-type']) || headers['access-control-allow-origin'] !== '*') {
    throw new Error(`${address} comes as ${headers['content-type']}, for ${headers['access-control-allow-origin']}`);
  }
  return JSON.parse(body);
}

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  if(!address.startsWith(base)) {
    return own(url);
  }
  const found = await document(address);
  return {contextUrl: null, documentUrl: url, document: fragment === undefined ? found : method(found, url)};
}

// hosted judges a 2.0 assertion; "revoked" for one that is gone.
async function hosted(address) {
  const {status} = await get(address);
  if(status === 410) {
    return 'revoked';
  }
  const assertion = await document(address);
  const [node] = await jsonld.expand(assertion, {documentLoader});
  const ob = 'https://w3id.org/openbadges#';
  same(node['@id'], address, 'the assertion calls itself');
  const badge = await called(node[ob + 'badge'][0]['@id']);
  const issuer = await called(badge[ob + 'issuer'][0]['@id']);
  for(const [what, part, from] of [['name', issuer, 'issuer'], ['name', badge, 'badge']]) {
    if(!part['http://schema.org/' + what]?.[0]?.['@value']) {
      throw new Error(`the ${from} has no ${what}`);
    }
  }
  const picture = await get(badge['http://schema.org/image'][0]['@id']);
  same(picture.body.subarray(1, 4).toString(), 'PNG', 'the picture begins with');
  const {salt, identity} = assertion.recipient;
  if(!emails.some(email => identity === 'sha256$' + crypto.createHash('sha256').update(email + salt).digest('hex'))) {
    throw new Error(`${address} is nobody's`);
  }
  return 'good';
}

async function called(address) {
  const [node] = await jsonld.expand(await document(address), {documentLoader});
  same(node['@id'], address, 'a document calls itself');
  return node;
}

function same(got, want, what) {
  if(got !== want) {
    throw new Error(`${what} ${got}, not ${want}`);
  }
}

// signed judges a 3.0 credential as it is hosted.
async function signed(address) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential: await document(address), suite, documentLoader, checkStatus});
  if(!result.verified) {
    throw result.error ?? result.statusResult?.error;
  }
  return result.statusResult?.results?.some(r => r.status) ? 'revoked' : 'good';
}

const emails = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean);
const tally = {ob2: {good: 0, revoked: 0}, ob3: {good: 0, revoked: 0}};
let wrong = 0;
for(const [kind, judge] of [['ob2', hosted], ['ob3', signed]]) {
  for(const file of filesOf(folder, `.${kind}.json`)) {
    const {id} = readJSON(file);
    try {
      tally[kind][await judge(id)]++;
    } catch(error) {
      wrong++;
      console.error(`${id}: ${error?.errors?.[0]?.message ?? error?.message}`);
    }
  }
}
console.log(`by their addresses: 2.0 ${JSON.stringify(tally.ob2)}, 3.0 ${JSON.stringify(tally.ob3)}, ${wrong} refused`);
const revoked = Number(flags.revoked ?? 0);
const right = ({good, revoked: gone}) => gone === revoked && good + gone === Number(flags.count);
process.exit(wrong === 0 && right(tally.ob2) && right(tally.ob3) ? 0 : 1);
