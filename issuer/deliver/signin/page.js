
(async () => {
  const query = new URLSearchParams(location.search);
  const state = query.get('state') || '';
  // Codes and tokens leave the address bar and the history before anything else.
  history.replaceState(null, '', location.pathname);
  const text = document.getElementById('text'), go = document.getElementById('go');
  const bytes = s => Uint8Array.from(atob(s.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  let raw;
  try {
    raw = bytes(state);
    if (raw.length !== 90) throw new Error('length');
    const key = await crypto.subtle.importKey('raw', bytes(text.dataset.key), {name: 'ECDSA', namedCurve: 'P-256'}, false, ['verify']);
    const mark = new TextEncoder().encode('badgekiln sign-in\n'), signed = new Uint8Array(mark.length + 26);
    signed.set(mark);
    signed.set(raw.subarray(0, 26), mark.length);
    if (!await crypto.subtle.verify({name: 'ECDSA', hash: 'SHA-256'}, key, raw.subarray(26), signed)) throw new Error('signature');
  } catch {
    return;
  }
  const view = new DataView(raw.buffer), port = view.getUint16(0);
  const until = (Number(view.getBigUint64(2)) + 600) * 1000;
  if (Date.now() > until || port < 1024) {
    text.textContent = text.dataset.stale;
    return;
  }
  const out = new URLSearchParams();
  for (const name of ['code', 'state', 'iss', 'scope', 'error', 'error_description', 'access_token', 'refresh_token', 'expires', 'api_root'])
    if (query.has(name)) out.set(name, query.get(name));
  text.textContent = text.dataset.forward;
  document.getElementById('act').hidden = false;
  go.addEventListener('click', () => {
    go.disabled = true;
    if (Date.now() > until) {
      text.textContent = text.dataset.stale;
      return;
    }
    location.replace('http://127.0.0.1:' + port + '/signed-in?' + out);
  }, {once: true});
  go.focus();
})();
