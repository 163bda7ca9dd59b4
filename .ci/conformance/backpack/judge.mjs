// Judges a run against host.mjs: judge.mjs LOG COUNT PLACE... Each badge was
// pushed once, the browser went as a person's would, and none of the tokens,
// codes and secrets that the host gave out is in any of the places, while one
// that is planted there is found.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const [file, count, ...places] = process.argv.slice(2);
const log = JSON.parse(readFileSync(file));
const faults = [];
const pushed = Object.values(log.pushes);
if(pushed.length !== Number(count) + 1) faults.push(`${pushed.length} badges were pushed`);
if(pushed.some(n => n !== 1)) faults.push(`pushed more than once: ${JSON.stringify(log.pushes)}`);
const seen = log.seen.join('\n');
for(const want of ['wrong state: 400', 'deny: ', 'consent: '])
  if(!seen.includes(want)) faults.push(`the browser never told "${want}"`);
if(/address bar: .*(code|state)=/.test(seen)) faults.push('a code stood in the address bar');
if((seen.match(/refresh made/g) ?? []).length < 5) faults.push('the refresh token did not rotate');
if(log.secrets.length < 10) faults.push('the host gave out too few secrets: this tests nothing');

const forms = secret => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex'), encodeURIComponent(secret)];
const needles = log.secrets.flatMap(forms);
const scan = place => {
  if(!existsSync(place)) return [];
  if(statSync(place).isDirectory()) return readdirSync(place).flatMap(name => scan(join(place, name)));
  const text = readFileSync(place, 'latin1');
  return needles.some(needle => text.includes(needle)) ? [place] : [];
};
for(const place of places.flatMap(scan)) faults.push(`a secret stands in ${place}`);
const planted = join(dirname(file), 'planted');
mkdirSync(planted, {recursive: true});
writeFileSync(join(planted, 'x'), 'x' + log.secrets[0] + 'x');
if(scan(planted).length !== 1) faults.push('a planted secret is not found');
rmSync(planted, {recursive: true});

for(const fault of faults) console.error(fault);
if(faults.length) {
  console.error(log.refused.join('\n'));
  process.exit(1);
}
console.log(`${pushed.length} badges, each once; ${log.secrets.length} secrets, none of them anywhere; a planted one is found`);
