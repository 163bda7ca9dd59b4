// Prints what issuing one credential costs @digitalbazaar/vc, in microseconds
// of CPU time: the peer of `make bench`. The credential comes on standard input,
// without its proof; each is issued under another id. Nothing is fetched.
import {readFileSync} from 'node:fs';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {loaderFor} from './loader.mjs';

const credential = JSON.parse(readFileSync(0, 'utf8'));
const key = await Ed25519Multikey.generate();
key.controller = credential.issuer.id;
key.id = `${key.controller}#key`;
const documentLoader = loaderFor('.');
const issue = async n => vc.issue({
  credential: {...credential, id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`},
  suite: new DataIntegrityProof({signer: key.signer(), cryptosuite}), documentLoader,
});
for(let n = 0; n < 100; n++) await issue(n);
const count = 300, begin = process.cpuUsage();
for(let n = 0; n < count; n++) await issue(100 + n);
const used = process.cpuUsage(begin);
console.log((used.user + used.system) / count);
