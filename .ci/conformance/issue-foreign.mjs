// Makes badges with @digitalbazaar/vc that use what Badgekiln never writes,
// and single changes of each, and says what a verifier must find.
//
//   node issue-foreign.mjs OUT
//
// OUT/badges has the files, OUT/site the issuer's controller document as a
// --map folder, OUT/expected.json {file: "good"|"bad"}. Keys come from fixed
// seeds, times are fixed: the same bytes every time. The library itself
// verifies every file first, so that an expectation is never ours alone.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {loaderFor} from './loader.mjs';

const out = process.argv[2];
const site = path.join(out, 'site');
const profile = 'https://academy.example/issuers/7/profile.json';
const created = '2026-03-01T12:00:00Z';

const keys = [await key('first'), await key('second')];
const didKey = await didSigner('third');
publish();

const documentLoader = loaderFor(site);
const badges = {
  'rich-https': await sign(rich(profile), keys[0]),
  'rich-did-key': await sign(rich(didKey.controller), didKey),
  'two-proofs': await sign(await sign(rich(profile), keys[0]), keys[1]),
};

const expected = {};
for(const [name, badge] of Object.entries(badges)) {
  await keep(`${name}.ob3.json`, badge, 'good');
  for(const [change, apply] of Object.entries(changes())) {
    const changed = structuredClone(badge);
    apply(changed);
    await keep(`${name}.${change}.json`, changed, 'bad');
  }
}
fs.writeFileSync(path.join(out, 'expected.json'), JSON.stringify(expected, null, 1) + '\n');
console.log(`@digitalbazaar/vc issued ${Object.keys(badges).length} badges and ` +
  `${Object.keys(expected).length - Object.keys(badges).length} changed ones in ${out}`);

// changes are what a forger would touch, one at a time.
function changes() {
  return {
    'issuer-id': b => { b.issuer.id += '9'; },
    'issuer-name': b => { b.issuer.name = 'Example Academy of Arts'; },
    'achievement-name': b => { b.credentialSubject.achievement.name = 'Master Glazer'; },
    'salt': b => { b.credentialSubject.identifier[0].salt = 'other'; },
    'result-value': b => { b.credentialSubject.result[0].value = '100'; },
    'alignment-dropped': b => { delete b.credentialSubject.achievement.alignment; },
    'valid-from': b => { b.validFrom = '2026-02-01T12:00:00Z'; },
    'unknown-term': b => { b.credentialSubject.distinction = 'summa cum laude'; },
    'unknown-type': b => { b.credentialSubject.type.push('Laureate'); },
    'extra-context': b => { b['@context'].push('https://academy.example/terms/v1'); },
    'extra-inline-context': b => {
      b['@context'].push({name: 'https://academy.example/terms#alias'});
    },
  };
}

function rich(issuer) {
  const level = 'urn:uuid:6f6f2bb1-55a5-4bb0-9a57-2f9c1a6d6f01';
  return {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
    id: 'urn:uuid:0c1cf1de-5d0e-4b5f-9d9a-7a9b2a6f1c11',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: {
      id: issuer,
      type: ['Profile'],
      name: 'Example Academy of Crafts',
      address: {type: ['Address'], addressCountryCode: 'CH', addressLocality: 'Zürich'},
    },
    validFrom: '2026-03-01T12:00:00+01:00',
    awardedDate: '2026-02-27T18:30:00+01:00',
    name: 'Glaze Chemistry ✓ 釉薬',
    credentialSubject: {
      type: ['AchievementSubject'],
      activityStartDate: '2025-09-01T00:00:00Z',
      creditsEarned: 2.5,
      identifier: [{
        type: 'IdentityObject',
        hashed: true,
        salt: 'kaolin',
        identityType: 'emailAddress',
        identityHash: 'sha256$' + createHash('sha256').update('ada@example.org' + 'kaolin').digest('hex'),
      }],
      role: 'Apprentice',
      result: [
        {type: ['Result'], resultDescription: level, value: '87', status: 'Completed'},
        {
          type: ['Result'], value: 'with care',
          alignment: [{
            type: ['Alignment'], targetName: 'Safe firing', targetUrl: 'https://framework.example/c/2',
          }],
        },
      ],
      achievement: {
        id: 'urn:uuid:91d5cf0a-0f2c-4a3e-8f0a-7d1b0b6a6d31',
        type: ['Achievement'],
        achievementType: 'Course',
        name: 'Glaze Chemistry',
        description: 'Can calculate and fire a glaze.\nSecond line with "quotes" and a \\ backslash.',
        criteria: {narrative: 'Five test tiles, **fired**.'},
        fieldOfStudy: 'Ceramics',
        creditsAvailable: 3,
        alignment: [
          {
            type: ['Alignment'], targetName: 'Glaze calculation', targetUrl: 'https://framework.example/c/1',
            targetType: 'CFItem', targetCode: 'C-1', targetFramework: 'Crafts',
          },
          {type: ['Alignment'], targetName: 'Kiln control', targetUrl: 'https://framework.example/c/3'},
        ],
        resultDescription: [{
          id: level, type: ['ResultDescription'], name: 'Written test', resultType: 'Percent',
          valueMin: '0', valueMax: '100',
        }],
        tag: ['glaze', 'chemistry'],
      },
    },
    evidence: [{type: ['Evidence'], name: 'Test tiles', narrative: 'Tiles 1 to 5.', genre: 'Photograph'}],
  };
}

function sign(credential, signer) {
  const suite = new DataIntegrityProof({signer: signer.signer(), cryptosuite, date: created});
  return vc.issue({credential: structuredClone(credential), suite, documentLoader});
}

async function keep(name, badge, want) {
  const suite = new DataIntegrityProof({cryptosuite});
  const {verified} = await vc.verifyCredential({credential: badge, suite, documentLoader});
  if(verified !== (want === 'good')) {
    throw new Error(`@digitalbazaar/vc itself says ${verified} to ${name}, which should be ${want}`);
  }
  fs.writeFileSync(path.join(out, 'badges', name), JSON.stringify(badge, null, 2) + '\n');
  expected[name] = want;
}

function seed(name) {
  return new Uint8Array(createHash('sha256').update(`badgekiln conformance ${name}`).digest());
}

function key(name) {
  return Ed25519Multikey.generate({controller: profile, seed: seed(name)});
}

async function didSigner(name) {
  const {publicKeyMultibase} = await Ed25519Multikey.generate({seed: seed(name)});
  return Ed25519Multikey.generate({controller: `did:key:${publicKeyMultibase}`, seed: seed(name)});
}

function publish() {
  fs.mkdirSync(path.join(out, 'badges'), {recursive: true});
  const file = path.join(site, 'academy.example/issuers/7/profile.json');
  fs.mkdirSync(path.dirname(file), {recursive: true});
  fs.writeFileSync(file, JSON.stringify({
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: profile,
    verificationMethod: keys.map(k => ({
      id: k.id, type: 'Multikey', controller: profile, publicKeyMultibase: k.publicKeyMultibase,
    })),
    assertionMethod: keys.map(k => k.id),
  }, null, 2));
}
