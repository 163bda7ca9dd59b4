// Package jws signs and checks compact JSON Web Signatures (RFC 7515) with
// RS256, ES256 and EdDSA, and knows the forms in which a public key travels:
// JWK and its thumbprint, Multikey, PEM.
//
// It knows the text of a token and the mathematics of its signature. It must
// not know what the payload means, whose a key is, files, clocks or sockets.
// What a token says about itself is never believed: the caller brings the key
// and names the algorithms it accepts, and an algorithm has to suit the key.
package jws
