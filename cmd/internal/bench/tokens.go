package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"badgekiln/issuer"
	"badgekiln/issuer/jws"
	"badgekiln/issuer/keys"
	"badgekiln/issuer/ob3"
)

// tokens measures a VC-JWT of each algorithm with keys as the store makes
// them, on one core and on all, and against npm jose where the conformance
// tests have installed it.
func tokens(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "badgekiln-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	store := keys.Beside(filepath.Join(dir, "l.db"), "bench", keys.Secrets{Dir: dir})
	fmt.Println("One VC-JWT: build and sign")
	for _, kind := range []struct {
		alg   string
		token jws.Algorithm
	}{{issuer.RSA, jws.RS256}, {issuer.P256, jws.ES256}, {issuer.Ed25519, jws.EdDSA}} {
		k, err := store.New(rand.Reader, kind.alg, "club", time.Now())
		if err != nil {
			return err
		}
		signer, err := store.Open(k.ID)
		if err != nil {
			return err
		}
		sign := func(n int) error {
			c := claim(n)
			c.Face.Format, c.Key = issuer.OB3JWT, k
			_, err := jws.Sign(signer, kind.token, ob3.Header(c), issuer.Bytes(ob3.Token(c)))
			return err
		}
		n := 0
		one, err := per(func() error { n++; return sign(n) })
		if err != nil {
			return err
		}
		name := string(kind.token)
		if kind.alg == issuer.RSA {
			name += ", 3072 bits"
		}
		if peer := npmJose(ctx, kind.token); peer > 0 {
			line(name+", one core", one, peer, "npm jose")
		} else {
			line(name+", one core", one, 0, "")
		}
		all, err := onAllCores(sign, max(runtime.GOMAXPROCS(0), int(2*time.Second/one)*runtime.GOMAXPROCS(0)))
		if err != nil {
			return err
		}
		line(fmt.Sprintf("%s, %d cores", name, runtime.GOMAXPROCS(0)), all, one, "one core")
	}
	fmt.Println()
	return nil
}

// onAllCores makes so many on all cores and gives the time of one.
func onAllCores(sign func(n int) error, count int) (time.Duration, error) {
	var next atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	begin := time.Now()
	for w := range errs {
		wait.Go(func() {
			for n := next.Add(1); n <= int64(count) && errs[w] == nil; n = next.Add(1) {
				errs[w] = sign(int(n))
			}
		})
	}
	wait.Wait()
	return time.Since(begin) / time.Duration(count), errors.Join(errs...)
}

// npmJose asks npm jose what one token costs it; 0 when it is not installed.
func npmJose(ctx context.Context, alg jws.Algorithm) time.Duration {
	out, err := exec.CommandContext(ctx, "node", ".ci/conformance/bench-jose.mjs", string(alg)).Output() // #nosec G204 -- one of three
	if err != nil {
		return 0
	}
	us, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		return 0
	}
	return time.Duration(us * float64(time.Microsecond))
}
