// Verifies every *.ob3.json of a folder with @digitalcredentials/verifier-core.
//
//   node verify-dcc.mjs FOLDER [--map SITE] [--count N] [--revoked N] [--suspended N]
//
// The library fetches by itself. What it asks for is answered from the
// standards pack and from SITE/host/path; anything else is not there. Of an
// https controller document it asks for the key with its fragment, and takes
// whatever comes as the key; so it is given the method of that name.
import fs from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {filesOf, loaderFor, packFile, readJSON} from './loader.mjs';

const {values: flags, positionals: [folder]} = parseArgs({
  allowPositionals: true,
  options: {map: {type: 'string'}, count: {type: 'string'}, revoked: {type: 'string'}, suspended: {type: 'string'}},
});
const load = loaderFor(flags.map);
const schemas = new Map([
  ['https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json', 'ob-3.0/schema/achievementcredential.json'],
]);

globalThis.fetch = async request => {
  const url = typeof request === 'string' ? request : request.url ?? String(request);
  try {
    const body = schemas.has(url) ? readJSON(packFile(schemas.get(url))) : (await load(url)).document;
    return new Response(JSON.stringify(body), {status: 200, headers: {'content-type': 'application/json'}});
  } catch {
    return new Response('not found', {status: 404});
  }
};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');
let good = 0, revoked = 0, suspended = 0, wrong = 0;

for(const file of filesOf(folder, '.ob3.json')) {
  const credential = JSON.parse(fs.readFileSync(file, 'utf8'));
  const answer = await verifyCredential({credential, knownDIDRegistries: []});
  const step = id => answer.log?.find(one => one.id === id);
  const status = ['revocation_status', 'suspension_status'].map(step);
  if(answer.errors?.length || !step('valid_signature')?.valid || step('expiration')?.valid === false) {
    wrong++;
    console.error(`${path.basename(file)}: ${JSON.stringify(answer.errors ?? answer.log)}`);
  } else if(status[1] && !status[1].valid) {
    suspended++;
  } else if(status[0] && !status[0].valid) {
    revoked++;
  } else {
    good++;
  }
}

console.log(`verifier-core: ${good} good, ${revoked} revoked, ${suspended} suspended, ${wrong} refused in ${folder}`);
if(wrong > 0 || revoked !== Number(flags.revoked ?? 0) || suspended !== Number(flags.suspended ?? 0) ||
  (flags.count && good + revoked + suspended !== Number(flags.count))) {
  process.exit(1);
}
