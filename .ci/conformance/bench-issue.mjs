// Prints what issuing one credential costs @digitalbazaar/vc, in microseconds
// of CPU time: the peer of `make bench`. Nothing is fetched.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {loaderFor} from './loader.mjs';

const key = await Ed25519Multikey.generate();
key.id = `did:key:${key.publicKeyMultibase}#${key.publicKeyMultibase}`;
key.controller = `did:key:${key.publicKeyMultibase}`;
const documentLoader = loaderFor('.');
const issue = async n => vc.issue({
  credential: {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
    id: `urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: {id: key.controller, type: ['Profile'], name: 'Club'},
    validFrom: '2026-11-22T12:00:00Z', name: 'Maker',
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [{type: 'IdentityObject', hashed: true, salt: String(n), identityHash: `sha256$${String(n).padStart(64, '0')}`, identityType: 'emailAddress'}],
      achievement: {id: 'urn:uuid:00000000-0000-4000-9000-000000000000', type: ['Achievement'], name: 'Maker', description: 'Made something.', criteria: {narrative: 'Make it.'}, tag: ['make', 'clay']},
    },
    evidence: [{id: `https://example.org/${n}`, type: ['Evidence']}],
  },
  suite: new DataIntegrityProof({signer: key.signer(), cryptosuite}), documentLoader,
});
for(let n = 0; n < 20; n++) await issue(n);
const count = 200, begin = process.cpuUsage();
for(let n = 0; n < count; n++) await issue(100 + n);
const used = process.cpuUsage(begin);
console.log((used.user + used.system) / count);
