// Verifies every *.ob3.json of a folder with @digitalbazaar/vc.
//
//   node verify-ob3.mjs FOLDER [--map SITE] [--revoked N] [--count N]
//
// --map answers https addresses (the issuer's controller document, status
// lists) from SITE/host/path. Without --revoked every status must be good;
// with it exactly N credentials must be revoked and the rest good.
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {parseArgs} from 'node:util';
import path from 'node:path';
import {filesOf, loaderFor, readJSON} from './loader.mjs';

const {values: flags, positionals: [folder]} = parseArgs({
  allowPositionals: true,
  options: {map: {type: 'string'}, revoked: {type: 'string'}, count: {type: 'string'}},
});

const documentLoader = loaderFor(flags.map);
let good = 0, revoked = 0, wrong = 0;

for(const file of filesOf(folder, '.ob3.json')) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential: readJSON(file), suite, documentLoader, checkStatus,
  });
  if(result.verified && result.statusResult?.results?.some(r => r.status)) {
    revoked++; // the library calls a list it could read "verified", whatever the bit
  } else if(result.verified) {
    good++;
  } else {
    wrong++;
    console.error(`${path.basename(file)}: ${explain(result.error ?? result.statusResult?.error)}`);
  }
}

const expected = Number(flags.revoked ?? 0);
console.log(`@digitalbazaar/vc: ${good} verified, ${revoked} revoked, ${wrong} refused in ${folder}`);
if(wrong > 0 || revoked !== expected || (flags.count && good + revoked !== Number(flags.count))) {
  process.exit(1);
}

function explain(error) {
  const causes = [error?.message, ...(error?.errors ?? []).map(explain)];
  if(error?.cause) {
    causes.push(explain(error.cause));
  }
  return causes.filter(Boolean).join(' / ');
}
