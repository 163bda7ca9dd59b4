// Prints what signing one VC-JWT of about 2 KB costs npm jose, in microseconds
// of CPU time: the peer of `make bench`.
//
//   node bench-jose.mjs RS256|ES256|EdDSA
import * as jose from 'jose';

const alg = process.argv[2];
const options = {RS256: {modulusLength: 3072}, EdDSA: {crv: 'Ed25519'}}[alg];
const {privateKey} = await jose.generateKeyPair(alg, options);
const payload = {iss: 'https://club.example/i/club/profile.json', text: 'x'.repeat(1900)};
const sign = () => new jose.SignJWT(payload).setProtectedHeader({alg, typ: 'JWT', kid: 'https://club.example/k.json'}).sign(privateKey);
for(let n = 0; n < 20; n++) await sign();
const count = alg === 'RS256' ? 200 : 2000, begin = process.cpuUsage();
for(let n = 0; n < count; n++) await sign();
const used = process.cpuUsage(begin);
console.log((used.user + used.system) / count);
