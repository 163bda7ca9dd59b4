// Loaded before everything else: whoever opens a socket fails. The outsiders
// judge by files alone.
import dns from 'node:dns';
import net from 'node:net';

function refuse(...args) {
  throw new Error(`no network here: ${JSON.stringify(args[0])}`);
}

net.Socket.prototype.connect = refuse;
dns.lookup = refuse;
globalThis.fetch = async url => refuse(url);
