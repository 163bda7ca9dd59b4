// Takes the 2.0 face out of every *.png with openbadges-bakery and compares it
// with the .ob2.json beside it, byte for byte.
//
//   node extract-ob2.mjs FOLDER [--count N]
import bakery from 'openbadges-bakery';
import fs from 'node:fs';
import path from 'node:path';
import {parseArgs, promisify} from 'node:util';
import {filesOf} from './loader.mjs';

const {values: flags, positionals: [folder]} = parseArgs({
  allowPositionals: true, options: {count: {type: 'string'}},
});

const extract = promisify(bakery.extract);
let equal = 0, wrong = 0;

for(const file of filesOf(folder, '.png')) {
  const beside = fs.readFileSync(file.replace(/\.png$/, '.ob2.json'));
  const text = await extract(fs.readFileSync(file));
  if(Buffer.from(text, 'utf8').equals(beside)) {
    equal++;
  } else {
    wrong++;
    console.error(`${path.basename(file)}: the picture and the file beside it differ`);
  }
}

console.log(`openbadges-bakery: ${equal} equal, ${wrong} different in ${folder}`);
if(wrong > 0 || (flags.count && equal !== Number(flags.count))) {
  process.exit(1);
}
