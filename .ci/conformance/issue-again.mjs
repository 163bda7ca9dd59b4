// Takes the credentials of a folder, whatever they say, and signs each anew
// with @digitalbazaar/vc under a did:key of its own.
//
//   node issue-again.mjs FROM TO
//
// TO/badges has the files, TO/expected.json says that all are good.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import fs from 'node:fs';
import path from 'node:path';
import {filesOf, loaderFor, readJSON} from './loader.mjs';

const [from, to] = process.argv.slice(2);
const documentLoader = loaderFor();
const {publicKeyMultibase} = await Ed25519Multikey.generate({seed: new Uint8Array(32).fill(9)});
const did = `did:key:${publicKeyMultibase}`;
const key = await Ed25519Multikey.generate({controller: did, seed: new Uint8Array(32).fill(9)});
fs.mkdirSync(path.join(to, 'badges'), {recursive: true});
const expected = {};
for(const file of filesOf(from, '.ob3.json')) {
  const credential = readJSON(file);
  delete credential.proof;
  credential.issuer.id = did;
  const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite, date: '2026-03-01T12:00:00Z'});
  const signed = await vc.issue({credential, suite, documentLoader});
  fs.writeFileSync(path.join(to, 'badges', path.basename(file)), JSON.stringify(signed));
  expected[path.basename(file)] = 'good';
}
fs.writeFileSync(path.join(to, 'expected.json'), JSON.stringify(expected));
console.log(`@digitalbazaar/vc issued ${Object.keys(expected).length} credentials of random fields in ${to}`);
