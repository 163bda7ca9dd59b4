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
	return held, held.ask(prompt, func(a agent.ExtendedAgent) error {
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

// prompt is how long an agent may take for what it knows by itself. Before it signs it
// may ask its owner, who has as long as the other side.
const prompt = 5 * time.Second

func (k keyring) ask(wait time.Duration, what func(agent.ExtendedAgent) error) error {
	link, err := (&net.Dialer{Timeout: prompt}).DialContext(context.Background(), "unix", k.at)
	if err != nil {
		return err
	}
	end := time.AfterFunc(wait, func() { _ = link.Close() })
	err = what(agent.NewClient(link))
	if !end.Stop() {
		return errors.Join(err, errors.New("the agent does not answer"))
	}
	return errors.Join(err, link.Close())
}

func (k keyring) PublicKey() ssh.PublicKey { return k.key }

func (k keyring) Sign(random io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(random, data, "")
}

// SignWithAlgorithm is of ssh.AlgorithmSigner: an RSA key signs in several ways.
func (k keyring) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (signed *ssh.Signature, err error) {
	flags := map[string]agent.SignatureFlags{ssh.KeyAlgoRSASHA256: agent.SignatureFlagRsaSha256, ssh.KeyAlgoRSASHA512: agent.SignatureFlagRsaSha512}[algorithm]
	err = k.ask(patience, func(a agent.ExtendedAgent) (err error) {
		signed, err = a.SignWithFlags(k.key, data, flags)
		return err
	})
	return signed, err
}
