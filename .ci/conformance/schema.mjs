// Holds every *.ob3.json of a folder against a strict 1EdTech schema with ajv:
// that of an AchievementCredential, or another one of the pack.
//
//   node schema.mjs FOLDER [--count N] [--schema NAME]
import Ajv2019 from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {filesOf, packFile, readJSON} from './loader.mjs';

const {values: flags, positionals: [folder]} = parseArgs({
  allowPositionals: true, options: {count: {type: 'string'}, schema: {type: 'string', default: 'achievementcredential'}},
});

// strict: false, for the schema carries members that are not ajv's; formats
// and additionalProperties are checked all the same.
const ajv = new Ajv2019.default({allErrors: true, strict: false});
addFormats.default(ajv);
const validate = ajv.compile(readJSON(packFile(`ob-3.0/schema/${flags.schema}.json`)));
let passed = 0, wrong = 0;

for(const file of filesOf(folder, '.ob3.json')) {
  if(validate(readJSON(file))) {
    passed++;
    continue;
  }
  wrong++;
  for(const error of validate.errors) {
    console.error(`${path.basename(file)}: ${error.instancePath} ${error.message}`);
  }
}

console.log(`ajv: ${passed} valid, ${wrong} invalid in ${folder}`);
if(wrong > 0 || (flags.count && passed !== Number(flags.count))) {
  process.exit(1);
}
