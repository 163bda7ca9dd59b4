// Verifies every *.ob2.jws and *.ob3.jwt of a folder with npm jose.
//
//   node verify-jws.mjs FOLDER [--map SITE] [--count N] [--alg ALG] [--revoked N]
//
// Keys come from where the standards say: the header's kid leads to a JWK, or
// the key of a did:key is in the header; verification.creator leads to a
// CryptographicKey that the issuer's profile names. Each is read from
// SITE/host/path. --revoked says how many signed 2.0 badges the issuer's list
// names.
import * as jose from 'jose';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import path from 'node:path';
import fs from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {parseArgs} from 'node:util';
import {filesOf, loaderFor} from './loader.mjs';

const {values: flags, positionals: [folder]} = parseArgs({
  allowPositionals: true,
  options: {map: {type: 'string'}, count: {type: 'string'}, alg: {type: 'string'}, revoked: {type: 'string'}, suspended: {type: 'string'}},
});
const load = loaderFor(flags.map);
const get = async url => (await load(url)).document;
let tokens = 0, signed = 0, revoked = 0, wrong = 0;
const status = {revocation: 0, suspension: 0}; // tokens that are, by their lists

for(const file of filesOf(folder, '.ob3.jwt')) {
  await judge(file, async text => {
    const header = jose.decodeProtectedHeader(text);
    const claims = jose.decodeJwt(text);
    const {payload} = await jose.jwtVerify(text, await jose.importJWK(await keyOf(header, claims), header.alg), {
      algorithms: [header.alg], issuer: claims.issuer.id, subject: claims.credentialSubject.id, typ: 'JWT',
    });
    if(payload.jti !== payload.id || payload.nbf * 1000 !== Date.parse(payload.validFrom)) {
      throw new Error('the claims do not repeat the credential');
    }
    if((payload.exp === undefined) !== (payload.validUntil === undefined) || (payload.exp && payload.exp * 1000 !== Date.parse(payload.validUntil))) {
      throw new Error('exp does not repeat validUntil');
    }
    for(const entry of [claims.credentialStatus ?? []].flat()) {
      if(await isSet(entry, claims.issuer.id)) {
        status[entry.statusPurpose]++;
      }
    }
    expectAlg(header);
    tokens++;
  });
}

if(flags.map) {
  for(const file of filesOf(folder, '.ob2.jws')) {
    await judge(file, async text => {
      const header = jose.decodeProtectedHeader(text);
      const claimed = JSON.parse(new TextDecoder().decode(jose.base64url.decode(text.split('.')[1])));
      const key = await get(claimed.verification.creator);
      const badge = claimed.type === 'Endorsement' ? claimed : await get(claimed.badge);
      const issuer = await get(badge.issuer);
      if(key.owner !== issuer.id || !issuer.publicKey.includes(key.id)) {
        throw new Error(`${key.id} is no key of ${issuer.id}`);
      }
      await jose.compactVerify(text, await jose.importSPKI(key.publicKeyPem, header.alg), {algorithms: [header.alg]});
      const list = await get(issuer.revocationList);
      if(list.revokedAssertions.some(one => one.id === claimed.id)) {
        revoked++;
      }
      expectAlg(header);
      signed++;
    });
  }
}

// 2.0 has one word for both.
const expected = Number(flags.revoked ?? 0), suspended = Number(flags.suspended ?? 0);
console.log(`jose: ${tokens} VC-JWT and ${signed} signed 2.0 verified, ${revoked} of these on the list; ` +
  `of the tokens ${status.revocation} revoked, ${status.suspension} suspended; ${wrong} refused in ${folder}`);
const count = Number(flags.count ?? tokens);
if(wrong > 0 || (flags.map && revoked !== expected + suspended) || status.revocation !== expected || status.suspension !== suspended || tokens !== count || (flags.map && signed !== count)) {
  process.exit(1);
}

async function judge(file, check) {
  try {
    await check(fs.readFileSync(file, 'utf8'));
  } catch(error) {
    wrong++;
    console.error(`${path.basename(file)}: ${error.message}`);
  }
}

// isSet reads one place of a status list. That the list is signed is for
// verify-ob3.mjs to judge, which reads the same ones.
async function isSet(entry, issuer) {
  const list = await get(entry.statusListCredential);
  if(list.issuer !== issuer || list.credentialSubject.statusPurpose !== entry.statusPurpose) {
    throw new Error(`${list.id} is another list`);
  }
  const bits = gunzipSync(Buffer.from(list.credentialSubject.encodedList.slice(1), 'base64url'));
  const place = Number(entry.statusListIndex);
  return (bits[place >> 3] & (0x80 >> (place & 7))) !== 0;
}

function expectAlg(header) {
  if(flags.alg && header.alg !== flags.alg) {
    throw new Error(`signed with ${header.alg}`);
  }
}

// keyOf gives the key of a token, tied to its issuer: the controller document
// lists the kid among those that make assertions, or the issuer is the key.
async function keyOf(header, claims) {
  const issuer = claims.issuer.id;
  if(issuer.startsWith('did:key:')) {
    const key = await Ed25519Multikey.from({type: 'Multikey', publicKeyMultibase: issuer.slice('did:key:'.length)});
    const jwk = await Ed25519Multikey.toJwk({keyPair: key});
    if(jwk.x !== header.jwk.x) {
      throw new Error('the key in the header is not that of the did:key');
    }
    return header.jwk;
  }
  const controller = await get(issuer.startsWith('did:web:') ? didWeb(issuer) : issuer);
  if(!controller.assertionMethod.includes(header.kid)) {
    throw new Error(`${issuer} does not name ${header.kid}`);
  }
  const jwk = await get(header.kid);
  const method = controller.verificationMethod.find(one => one.id === header.kid);
  for(const name of Object.keys(method.publicKeyJwk)) {
    if(method.publicKeyJwk[name] !== jwk[name]) {
      throw new Error(`${header.kid} is not the key that ${issuer} names so`);
    }
  }
  return jwk;
}

function didWeb(did) {
  const [host, ...parts] = did.slice('did:web:'.length).split(':');
  return `https://${decodeURIComponent(host)}/${(parts.length ? parts : ['.well-known']).join('/')}/did.json`;
}
