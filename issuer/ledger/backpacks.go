package ledger

import (
	"encoding/base32"
	"strings"
	"time"

	"badgekiln/issuer"
)

// Backpack is a host of backpacks. Its client's secret is not here.
type Backpack struct {
	Name    string
	Kind    string
	Title   string // what the host calls itself
	URL     string
	Service []byte // JSON, as its reader wrote it
	Client  []byte // JSON, without the secret
	Local   bool   // on this computer, for trials
	Made    time.Time
}

// Account is somebody's sign-in at a backpack host. Its tokens are not here.
type Account struct {
	Name     string // random; the name of its channel, see KindPush
	Backpack string
	Owner    []byte // JSON: whose it is, as the host says
	Scope    string
	Made     time.Time
}

// The events of backpacks. None says who signed in.
const (
	BackpackAdded   = "backpack.added"
	BackpackRemoved = "backpack.removed"
	SignedIn        = "backpack.signed-in" // the subject is the account's name
	SignedOut       = "backpack.signed-out"
)

type accountBody struct {
	Backpack string `json:"backpack"`
}

// MetaSignIn is the public half of the key by which the page on the site
// recognises sign-ins that this program began; "" while there is no page.
const MetaSignIn = "signin"

// Backpacks lists the hosts, in the order of their names.
func (t *Tx) Backpacks() ([]Backpack, error) {
	list := []Backpack{}
	err := t.each("SELECT name, kind, title, url, service, client, local, made FROM backpacks ORDER BY name", nil, func(scan func(...any) error) error {
		var one Backpack
		var service, client, made string
		if err := scan(&one.Name, &one.Kind, &one.Title, &one.URL, &service, &client, &one.Local, &made); err != nil {
			return err
		}
		var err error
		one.Service, one.Client = []byte(service), []byte(client)
		one.Made, err = parsed(made)
		list = append(list, one)
		return err
	})
	return list, err
}

// Backpack finds a host by its name. Code "backpack-none".
func (t *Tx) Backpack(name string) (Backpack, error) {
	all, err := t.Backpacks()
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	if err == nil {
		err = issuer.Fail(issuer.Usage, "backpack-none", "backpack", name)
	}
	return Backpack{}, err
}

// AddBackpack writes a host down. Code "backpack-taken" when the name is used.
func (t *Tx) AddBackpack(one Backpack) error {
	var n int
	if err := t.row("SELECT count(*) FROM backpacks WHERE name = ?", one.Name).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return issuer.Fail(issuer.Usage, "backpack-taken", "backpack", one.Name)
	}
	if err := t.exec("INSERT INTO backpacks (name, kind, title, url, service, client, local, made) VALUES (?,?,?,?,?,?,?,?)",
		one.Name, one.Kind, one.Title, one.URL, string(one.Service), string(one.Client), one.Local, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(BackpackAdded, one.Name, map[string]string{"kind": one.Kind, "url": one.URL})
}

// UpdateBackpack keeps what a host is known as by now.
func (t *Tx) UpdateBackpack(one Backpack) error {
	return t.exec("UPDATE backpacks SET title = ?, service = ?, client = ? WHERE name = ?", one.Title, string(one.Service), string(one.Client), one.Name)
}

// RemoveBackpack forgets a host and who is signed in there.
func (t *Tx) RemoveBackpack(name string) error {
	if _, err := t.Backpack(name); err != nil {
		return err
	}
	accounts, err := t.Accounts(name)
	for _, a := range accounts {
		if err == nil {
			err = t.RemoveAccount(a.Name)
		}
	}
	if err == nil {
		err = t.exec("DELETE FROM backpacks WHERE name = ?", name)
	}
	if err != nil {
		return err
	}
	return t.Record(BackpackRemoved, name, map[string]string{})
}

// Accounts lists who is signed in at a host, or at any ("").
func (t *Tx) Accounts(backpack string) ([]Account, error) {
	list := []Account{}
	err := t.each("SELECT name, backpack, owner, scope, made FROM backpack_accounts WHERE ?1 IN ('', backpack) ORDER BY backpack, made, name", []any{backpack},
		func(scan func(...any) error) error {
			var one Account
			var owner, made string
			if err := scan(&one.Name, &one.Backpack, &owner, &one.Scope, &made); err != nil {
				return err
			}
			var err error
			one.Owner = []byte(owner)
			one.Made, err = parsed(made)
			list = append(list, one)
			return err
		})
	return list, err
}

// Account finds a sign-in by its name. Code "account-none".
func (t *Tx) Account(name string) (Account, error) {
	all, err := t.Accounts("")
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
	}
	if err == nil {
		err = issuer.Fail(issuer.Usage, "account-none", "account", name)
	}
	return Account{}, err
}

// NewAccountName draws a name that tells nothing of its owner.
func (t *Tx) NewAccountName() (string, error) {
	raw, err := t.Random(5)
	return strings.ToLower(base32.StdEncoding.EncodeToString(raw)), err
}

// AddAccount writes a sign-in down.
func (t *Tx) AddAccount(one Account) error {
	if err := t.exec("INSERT INTO backpack_accounts (name, backpack, owner, scope, made) VALUES (?,?,?,?,?)",
		one.Name, one.Backpack, string(one.Owner), one.Scope, Stamp(t.now)); err != nil {
		return err
	}
	return t.Record(SignedIn, one.Name, accountBody{one.Backpack})
}

// RemoveAccount forgets a sign-in, and calls off what waits for it.
func (t *Tx) RemoveAccount(name string) error {
	one, err := t.Account(name)
	if err != nil {
		return err
	}
	if _, err := t.CallOff(Choice{Channel: Channel(KindPush, name)}); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM backpack_accounts WHERE name = ?", name); err != nil {
		return err
	}
	return t.Record(SignedOut, name, accountBody{one.Backpack})
}

// ClaimAccount makes one program alone renew the tokens of a sign-in: hosts end
// it when a refresh token is used twice. It gives who is at it, which is
// somebody else while that one's time has not run out.
func (t *Tx) ClaimAccount(name, by string, until time.Time) (holder string, err error) {
	if _, err := t.Account(name); err != nil {
		return "", err
	}
	if err := t.exec("UPDATE backpack_accounts SET busy = ?1, until = ?2 WHERE name = ?3 AND (busy IN ('', ?1) OR until <= ?4)",
		by, until.UnixMilli(), name, t.instant()); err != nil {
		return "", err
	}
	err = t.row("SELECT busy FROM backpack_accounts WHERE name = ?", name).Scan(&holder)
	return holder, err
}

// FreeAccount ends a claim.
func (t *Tx) FreeAccount(name, by string) error {
	return t.exec("UPDATE backpack_accounts SET busy = '', until = 0 WHERE name = ? AND busy = ?", name, by)
}

// eraseAccounts forgets sign-ins of a person: those that name an address or the
// name, or hold the address hashed with a salt. Their tokens are the caller's to
// forget.
func (t *Tx) eraseAccounts(words personWords, done *Erased) error {
	all, err := t.Accounts("")
	for _, one := range all {
		if err != nil {
			return err
		}
		if !words.in(string(one.Owner)) && !words.inside(one.Owner) {
			continue
		}
		host, found := t.Backpack(one.Backpack)
		if found == nil {
			done.Left = append(done.Left, Finding{Code: "backpack", Values: issuer.KV("host", host.Title)})
		}
		done.Accounts = append(done.Accounts, one.Name)
		err = t.RemoveAccount(one.Name)
	}
	return err
}
