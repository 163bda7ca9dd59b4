package proof

import (
	"maps"
	"slices"
)

// A proof can name earlier ones as previousProof (W3C vc-data-integrity
// §2.1.2, proof chains): it then signs the document together with those.

// signed is the hash of what a proof signs. code is "proof-chain" if an earlier
// proof is not there.
func (c *checker) signed(p map[string]any) (hash [32]byte, code string, err error) {
	value, has := p["previousProof"]
	if !has {
		hash, err = c.document(p)
		return hash, "", err
	}
	var earlier []any
	names := texts(value)
	for _, name := range names {
		at := slices.IndexFunc(c.proofs, func(other map[string]any) bool { return other["id"] == name })
		if at < 0 {
			return hash, "proof-chain", nil
		}
		earlier = append(earlier, c.proofs[at])
	}
	if len(earlier) == 0 {
		return hash, "proof-chain", nil
	}
	with := maps.Clone(c.root)
	with["proof"] = earlier
	if hash, err = c.hash(p, with); err != nil {
		return hash, "proof-chain", err
	}
	return hash, "", nil
}

// chain takes back the proofs that build on one that is not good.
func (c *checker) chain(results []Result) {
	for range results {
		for i, p := range c.proofs {
			for _, name := range texts(p["previousProof"]) {
				broken := slices.ContainsFunc(results, func(r Result) bool { return r.ID == name && !r.OK })
				if results[i].OK && broken {
					results[i].OK, results[i].Code = false, "proof-chain"
				}
			}
		}
	}
}
