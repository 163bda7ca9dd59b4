// Reads the rules that a site brings for hosts like Netlify with Netlify's own
// programs: hosts.mjs FOLDER ROOT [FROM TO LINE...]. FOLDER is what was exported,
// ROOT the path that it is shown under. Every document has to come as what it is,
// and may be read by pages of others. LINEs are a _redirects file that leads from
// the site at FROM to TO: every file has to be led there, and nobody in circles.
import {parseAllHeaders} from '@netlify/headers-parser';
import {parsePlain} from 'netlify-redirector';
import {readdirSync} from 'node:fs';
import {extname, join} from 'node:path';

const [folder, root, from, to, ...lines] = process.argv.slice(2);
const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(f => f.isFile())
  .map(f => join(f.parentPath, f.name).slice(folder.length).replace(/^\//, ''));
const {errors, headers} = await parseAllHeaders({headersFiles: [join(folder, '_headers')], configHeaders: [], minimal: false});
const faults = errors.map(e => e.message);
for(const file of files) {
  const found = {};
  for(const {forRegExp, values} of headers)
    if(forRegExp.test(root + file)) for(const [name, value] of Object.entries(values)) (found[name] ??= []).push(value);
  // Without a rule Netlify goes by the ending, of which it knows no .jwt.
  const own = /(^|\/)(badges|keys\/[^/]*|badge-[a-z-]+|achievement-[a-z-]+)\.json$/.test(file) && !/badge-1\.1\.json$/.test(file);
  const want = own ? undefined : {'.json': 'application/ld+json', '.jwt': 'text/plain'}[extname(file)];
  if(found['Content-Type']?.join() !== want) faults.push(`${file} comes as ${found['Content-Type']}, not ${want}`);
  if(found['Access-Control-Allow-Origin']?.join() !== '*') faults.push(`${file} is not for everybody`);
}
if(lines.length) {
  const rules = await parsePlain(lines.join('\n') + '\n', {});
  const {host, protocol} = new URL(from);
  const led = path => rules.match({
    scheme: protocol.slice(0, -1), host, path, query: '', headers: {}, cookieValues: {}, getHeader: () => '', getCookie: () => '',
  });
  for(const file of files) {
    const there = led(root + file);
    if(there?.status !== 301 || !there.force || there.to !== to + file) faults.push(`${file} is led to ${there?.status} ${there?.to}`);
    if(new URL(to).host !== host) continue;
    const again = led(new URL(to + file).pathname);
    if(again && again.status !== 200) faults.push(`${file} is led on from there, to ${again.to}`);
  }
}
for(const line of faults.slice(0, 20)) console.error(line);
console.log(`${files.length} files by the rules of Netlify, ${faults.length} faults`);
process.exit(faults.length || !files.length ? 1 : 0);
