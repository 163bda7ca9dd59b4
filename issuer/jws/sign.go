package jws

import (
	"badgekiln/issuer"
)

// Signer signs bytes with one private key, giving the signature in the form
// that a token carries.
type Signer interface {
	Sign(message []byte) ([]byte, error)
}

// Encode makes what is signed: header and payload, encoded and joined. The
// header is written as it comes, alg first.
func Encode(alg Algorithm, header issuer.Obj, payload []byte) string {
	whole := append(issuer.Obj{{Name: "alg", Value: string(alg)}}, header...)
	return encode(issuer.Bytes(whole)) + "." + encode(payload)
}

// Sign makes a compact token. header are the members beside alg.
func Sign(signer Signer, alg Algorithm, header issuer.Obj, payload []byte) (string, error) {
	text := Encode(alg, header, payload)
	signature, err := signer.Sign([]byte(text))
	if err != nil {
		return "", err
	}
	return text + "." + encode(signature), nil
}
