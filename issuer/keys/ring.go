package keys

import (
	"errors"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"
)

// Ring is a keyring: it keeps short texts by name, for one user.
type Ring interface {
	Get(name string) (string, error)
	Set(name, secret string) error
	Delete(name string) error
}

// How long the keyring may take. A keyring that is locked asks its owner first
// when something is read; nothing may be asked when a secret is made, there
// the file is the other choice.
const (
	ringReads  = 20 * time.Second
	ringWrites = 2 * time.Second
)

const ringService = "badgekiln"

var errRingSilent = errors.New("keyring does not answer")

// SystemRing is the keyring of the operating system, or nil where there is
// none: on Linux and its relatives it is reached through the session bus, so
// busAddress (DBUS_SESSION_BUS_ADDRESS) must not be empty there.
func SystemRing(busAddress string) Ring {
	if busAddress == "" && runtime.GOOS != "darwin" && runtime.GOOS != "windows" {
		return nil
	}
	return systemRing{}
}

type systemRing struct{}

func (systemRing) Get(name string) (string, error) {
	return limited(ringReads, func() (string, error) { return keyring.Get(ringService, name) })
}

func (systemRing) Set(name, secret string) error {
	_, err := limited(ringWrites, func() (string, error) { return "", keyring.Set(ringService, name, secret) })
	return err
}

func (systemRing) Delete(name string) error {
	_, err := limited(ringWrites, func() (string, error) { return "", keyring.Delete(ringService, name) })
	return err
}

// limited waits for work no longer than limit. The library cannot be
// interrupted: work that never ends is left behind until the program does.
func limited(limit time.Duration, work func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		text, err := work()
		done <- answer{text, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case a := <-done:
		return a.text, a.err
	case <-timer.C:
		return "", errRingSilent
	}
}
