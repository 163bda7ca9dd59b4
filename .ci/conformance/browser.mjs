// What scripts need that look at files in a real browser: a server of one
// folder, which nobody else can reach, and the browser itself.
import {readFileSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, relative} from 'node:path';
import puppeteer from 'puppeteer-core';

const types = {'.html': 'text/html; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml', '.json': 'application/json'};

// serve shows a folder under a loopback address; a page that is not there is empty.
export async function serve(dir) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    try {
      const path = join(dir, name);
      if(relative(dir, path).startsWith('..')) throw new Error('outside');
      const body = readFileSync(path);
      response.writeHead(200, {'content-type': types[extname(path)] ?? 'application/octet-stream'}).end(body);
    } catch {
      response.writeHead(name === '/' ? 200 : 404, {'content-type': types['.html']}).end('<!doctype html><title>Empty</title>');
    }
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {home: `http://127.0.0.1:${server.address().port}/`, close: () => server.close()};
}

// launch starts the browser without a screen; it draws by the processor alone.
export async function launch() {
  const found = ['chromium', 'chromium-browser', 'google-chrome'].flatMap(name => process.env.PATH.split(':').map(folder => join(folder, name)))
    .find(path => { try { return statSync(path).isFile(); } catch { return false; } });
  if(!found) throw new Error('There is no Chromium. Install it with .ci/packages.sh conformance.');
  return puppeteer.launch({
    executablePath: found, headless: true, protocolTimeout: 600_000,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--force-color-profile=srgb'],
  });
}
