// Holds the answers of `kiln verify --any-issuer --json` against what
// issue-foreign.mjs expects.
//
//   node compare.mjs expected.json answers.json
//
// A good badge of an issuer nobody knows is "untrusted"; a changed one must be
// called altered, never merely unknown or expired.
import path from 'node:path';
import {readJSON} from './loader.mjs';

const expected = readJSON(process.argv[2]);
const verdicts = {good: ['untrusted'], bad: ['altered']};
const seen = new Set();
let wrong = 0;

for(const {input, verdict, reasons} of readJSON(process.argv[3]).results) {
  const name = path.basename(input);
  const want = expected[name];
  seen.add(name);
  if(!want || !verdicts[want].includes(verdict)) {
    wrong++;
    console.error(`${name} is ${want}, kiln says ${verdict}: ${JSON.stringify(reasons)}`);
  }
}
for(const name of Object.keys(expected)) {
  if(!seen.has(name)) {
    wrong++;
    console.error(`${name}: kiln gave no answer`);
  }
}

console.log(`kiln: ${seen.size} foreign badges judged, ${wrong} wrongly`);
process.exit(wrong > 0 ? 1 : 0);
