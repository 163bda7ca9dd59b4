// Answers URLs for the outside libraries: JSON-LD contexts from the standards
// pack as their authors published them, did:key from the name itself, and
// https documents from the folder of a site export. Anything else is an error.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const pack = process.env.BADGEKILN_STANDARDS ?? path.join(root, '../shared/standards/data');

const ob3 = 'https://purl.imsglobal.org/spec/ob/v3p0/';
const contexts = new Map([
  ['https://www.w3.org/ns/credentials/v2', 'w3c-contexts/credentials-v2.jsonld'],
  ['https://www.w3.org/2018/credentials/v1', 'w3c-contexts/credentials-v1.jsonld'],
  ['https://w3id.org/security/data-integrity/v1', 'w3c-contexts/data-integrity-v1.jsonld'],
  ['https://w3id.org/security/data-integrity/v2', 'w3c-contexts/data-integrity-v2.jsonld'],
  ['https://w3id.org/security/multikey/v1', 'w3c-contexts/multikey-v1.jsonld'],
  ['https://www.w3.org/ns/cid/v1', 'w3c-contexts/cid-v1.jsonld'],
  ['https://www.w3.org/ns/did/v1', 'w3c-contexts/did-v1.jsonld'],
  ['https://w3id.org/openbadges/v2', 'ob-1x-2x/v2/context.json'],
  [ob3 + 'context-3.0.1.json', 'ob-3.0/contexts/context-3.0.1.json'],
  [ob3 + 'context-3.0.2.json', 'ob-3.0/contexts/context-3.0.2.json'],
  [ob3 + 'context-3.0.3.json', 'ob-3.0/contexts/context-3.0.3.json'],
  [ob3 + 'extensions.json', 'ob-3.0/contexts/extensions.json'],
]);

// packFile is a file of the standards pack.
export function packFile(name) {
  return path.join(pack, name);
}

export function readJSON(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

// filesOf lists a folder's files with an ending, sorted, and refuses to find none.
export function filesOf(folder, ending) {
  const names = fs.readdirSync(folder).filter(n => n.endsWith(ending)).sort();
  if(names.length === 0) {
    throw new Error(`no *${ending} in ${folder}: nothing would be checked`);
  }
  return names.map(n => path.join(folder, n));
}

// loaderFor gives a document loader; site is the --map folder, or undefined.
export function loaderFor(site) {
  return async url => ({contextUrl: null, documentUrl: url, document: await find(url, site)});
}

async function find(url, site) {
  if(contexts.has(url)) {
    return readJSON(packFile(contexts.get(url)));
  }
  if(url.startsWith('did:key:')) {
    return didKey(url);
  }
  const [address, fragment] = url.split('#');
  const {protocol, host, pathname} = new URL(address);
  if(protocol !== 'https:' || !site) {
    throw new Error(`nobody answers ${url}`);
  }
  const file = path.join(site, encodeURIComponent(host), decodeURIComponent(pathname));
  if(!path.resolve(file).startsWith(path.resolve(site) + path.sep) || !fs.existsSync(file)) {
    throw new Error(`the site has no ${url}`);
  }
  const document = readJSON(file);
  return fragment === undefined ? document : method(document, url);
}

// method picks a verification method out of a controller document.
export function method(document, url) {
  for(const entry of document.verificationMethod ?? []) {
    if(entry.id === url) {
      return {'@context': 'https://w3id.org/security/multikey/v1', ...entry};
    }
  }
  throw new Error(`${document.id} has no ${url}`);
}

async function didKey(url) {
  const [did] = url.split('#');
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const key = await Ed25519Multikey.from({type: 'Multikey', id, controller: did, publicKeyMultibase});
  const entry = await key.export({publicKey: true});
  if(url.includes('#')) {
    return entry;
  }
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [entry],
    assertionMethod: [id],
  };
}
