package target

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// agentSigner is the key of a file, or the one whose public half a file has, as an SSH
// agent has it open. The agent is asked anew for each signature: a connection may be
// made long after.
func agentSigner(at string, file []byte) (ssh.Signer, error) {
	var closed *ssh.PassphraseMissingError
	_, err := ssh.ParsePrivateKey(file)
	key, _, _, _, open := ssh.ParseAuthorizedKey(file)
	if errors.As(err, &closed) && closed.PublicKey != nil {
		key, open = closed.PublicKey, nil
	}
	if open != nil || at == "" {
		return nil, err
	}
	held := keyring{at, key}
	return held, held.ask(func(a agent.ExtendedAgent) error {
		all, err := a.List()
		for _, one := range all {
			if bytes.Equal(one.Marshal(), key.Marshal()) {
				return nil
			}
		}
		return errors.Join(errors.New("the agent does not have this key"), err)
	})
}

// keyring is one key of an agent.
type keyring struct {
	at  string
	key ssh.PublicKey
}

func (k keyring) ask(what func(agent.ExtendedAgent) error) error {
	link, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(context.Background(), "unix", k.at)
	if err != nil {
		return err
	}
	return errors.Join(what(agent.NewClient(link)), link.Close())
}

func (k keyring) PublicKey() ssh.PublicKey { return k.key }

func (k keyring) Sign(random io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(random, data, "")
}

// SignWithAlgorithm is of ssh.AlgorithmSigner: an RSA key signs in several ways.
func (k keyring) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (signed *ssh.Signature, err error) {
	flags := map[string]agent.SignatureFlags{ssh.KeyAlgoRSASHA256: agent.SignatureFlagRsaSha256, ssh.KeyAlgoRSASHA512: agent.SignatureFlagRsaSha512}[algorithm]
	err = k.ask(func(a agent.ExtendedAgent) (err error) {
		signed, err = a.SignWithFlags(k.key, data, flags)
		return err
	})
	return signed, err
}
