package main

import (
	"context"
	"io"
	"os/exec"
	"runtime"
	"strings"

	"badgekiln/cmd/internal/engine"
	"badgekiln/issuer"
	"badgekiln/issuer/deliver/backpack"

	"github.com/spf13/cobra"
)

func (a *app) backpackVerbs() *cobra.Command {
	return a.group("backpack", nil, a.backpackAddVerb(), a.backpackListVerb(), a.backpackLoginVerb(), a.backpackLogoutVerb(), a.backpackRemoveVerb(),
		a.backpackKioskVerb(), a.backpackCollectionsVerb(), a.backpackCollectVerb(), a.backpackPageVerb(), a.backpackCheckVerb())
}

// backpackView is a host, as results show it.
type backpackView struct {
	ID       string        `json:"id"`
	Kind     string        `json:"kind"`
	Name     string        `json:"name"`
	URL      string        `json:"url"`
	API      string        `json:"api"`
	Terms    string        `json:"terms,omitempty"`
	Privacy  string        `json:"privacy,omitempty"`
	Takes    []string      `json:"takes"`              // forms of badges, the best first
	SignIn   string        `json:"sign_in"`            // "browser" or "secret"
	Register bool          `json:"registers"`          // it lets this program make itself known
	Revokes  bool          `json:"revokes"`            // it takes permissions back
	Redirect string        `json:"redirect,omitempty"` // where sign-ins come back to
	Accounts []accountView `json:"accounts"`
	DryRun   bool          `json:"dry_run,omitempty"`
}

// accountView is somebody's sign-in, as results show it.
type accountView struct {
	ID       string   `json:"id"`
	Backpack string   `json:"backpack"`
	Name     string   `json:"name,omitempty"`
	Emails   []string `json:"emails"`
	Hashed   bool     `json:"hashed,omitempty"` // the host tells the address as a hash only
	SignedIn bool     `json:"signed_in"`
	Since    string   `json:"since"`
	Until    string   `json:"until,omitempty"`  // when it runs out by itself
	Renews   bool     `json:"renews,omitempty"` // this program renews it before that
	DryRun   bool     `json:"dry_run,omitempty"`
}

func viewAccount(o engine.Account) accountView {
	return accountView{
		ID: o.Name, Backpack: o.Backpack, Name: o.Owner.Name, Emails: append([]string{}, o.Owner.Emails...), Hashed: o.Owner.Hash != "", SignedIn: o.Here, Since: stamp(o.Made),
	}
}

func viewBackpack(b engine.Backpack) backpackView {
	asked := engine.AskedOf(b.Service)
	v := backpackView{
		Takes: []string{}, SignIn: "secret", Register: asked.Registers, Revokes: asked.Revokes,
		ID: b.Name, Kind: string(b.Service.Kind), Name: b.Service.Name, URL: b.Service.Home, API: b.Service.API,
		Terms: b.Service.Terms, Privacy: b.Service.Privacy, Redirect: b.Client.Redirect, Accounts: []accountView{},
	}
	if asked.Browser {
		v.SignIn = "browser"
	}
	for _, format := range asked.Takes {
		v.Takes = append(v.Takes, string(format))
	}
	for _, one := range b.Accounts {
		v.Accounts = append(v.Accounts, viewAccount(one))
	}
	return v
}

// ends fills in when sign-ins run out, as far as what is sealed can be opened.
func ends(ctx context.Context, e *engine.Engine, accounts []accountView) {
	for i, one := range accounts {
		if !one.SignedIn {
			continue
		}
		if at, err := e.SignInEnds(ctx, one.ID); err == nil {
			accounts[i].Renews = at.Renews
			if !at.Until.IsZero() {
				accounts[i].Until = stamp(at.Until)
			}
		}
	}
}

// whose is how an account is called on a terminal.
func (a *app) whose(o engine.Account) string {
	if shown := o.Owner.Shown(); shown != "" {
		return shown
	}
	if o.Owner.Hash != "" {
		return a.words.T("cli.backpack.hashed")
	}
	return a.words.T("cli.backpack.untold")
}

func (a *app) backpackAddVerb() *cobra.Command {
	var n engine.NewBackpack
	var kind, secretFile string
	c := a.verb("backpack.add", takes(1, 1), func(ctx context.Context, args []string) error {
		n.Address, n.Kind, n.Issuer = args[0], backpack.Kind(kind), a.issuer
		if secretFile != "" {
			data, err := a.read(secretFile, 1<<16)
			if err != nil {
				return err
			}
			n.ClientSecret = strings.TrimRight(string(data), "\r\n")
		}
		return a.working(ctx, func(e *engine.Engine) error {
			one, err := e.AddBackpack(ctx, n)
			if err != nil {
				return err
			}
			v := viewBackpack(one)
			v.DryRun = a.dry
			return a.console.Result(v, func(w io.Writer) {
				a.line(w, a.dried("cli.backpack.add.done"), "backpack", one.Name, "host", one.Service.Name, "kind", a.words.T("backpack.kind."+string(one.Service.Kind)))
				if v.Terms != "" {
					a.line(w, "cli.backpack.add.terms", "url", v.Terms)
				}
				if v.Privacy != "" {
					a.line(w, "cli.backpack.add.privacy", "url", v.Privacy)
				}
				a.drily(w)
			})
		})
	})
	f := c.Flags()
	f.StringVar(&kind, "kind", "", a.flag("backpack.add", "kind"))
	f.StringVar(&n.Name, "id", "", a.flag("backpack.add", "id"))
	f.BoolVar(&n.Local, "local", false, a.flag("backpack.add", "local"))
	f.StringVar(&n.ClientID, "client-id", "", a.flag("backpack.add", "client-id"))
	f.StringVar(&secretFile, "client-secret-file", "", a.flag("backpack.add", "client-secret-file"))
	f.StringVar(&n.Redirect, "redirect", "", a.flag("backpack.add", "redirect"))
	return a.dryFlag(c, "backpack.add")
}

func (a *app) backpackListVerb() *cobra.Command {
	return a.verb("backpack.list", takes(0, 0), func(ctx context.Context, _ []string) error {
		return a.looking(ctx, func(e *engine.Engine) error {
			list, err := e.Backpacks(ctx)
			if err != nil {
				return err
			}
			views := make([]backpackView, 0, len(list))
			var t table
			for _, one := range list {
				v := viewBackpack(one)
				ends(ctx, e, v.Accounts)
				views = append(views, v)
				t.add(one.Name, string(one.Service.Kind), one.Service.Name, one.Service.Home)
				for _, account := range one.Accounts {
					state := "cli.backpack.list.in"
					if !account.Here {
						state = "cli.backpack.list.out"
					}
					t.add("  "+account.Name, a.words.T(state), a.whose(account), "")
				}
			}
			return a.console.Result(views, func(w io.Writer) { a.listed(w, t, "cli.backpack.list.none") })
		})
	})
}

// loginFlags are the ways to sign in.
type loginFlags struct {
	user, secretFile, tokenFile string
	silent                      bool
	o                           engine.SignInOptions
}

func (a *app) backpackLoginVerb() *cobra.Command {
	var f loginFlags
	c := a.verb("backpack.login", takes(0, 1), func(ctx context.Context, args []string) error {
		name := ""
		if len(args) > 0 {
			name = args[0]
		}
		if a.dry {
			return a.wouldLogin(ctx, name)
		}
		return a.working(ctx, func(e *engine.Engine) error {
			one, err := a.login(ctx, e, name, f)
			if err != nil {
				return err
			}
			return a.console.Result(viewAccount(one), func(w io.Writer) {
				a.line(w, "cli.backpack.login.done", "account", one.Name, "owner", a.whose(one), "backpack", one.Backpack)
				if _, known := one.Owner.Is(); !known {
					a.line(w, "cli.backpack.login.unknown")
				}
			})
		})
	})
	a.loginFlags(c, &f)
	c.Flags().StringVar(&f.o.Email, "email", "", a.flag("backpack.login", "email"))
	return a.dryFlag(c, "backpack.login")
}

func (a *app) loginFlags(c *cobra.Command, f *loginFlags) {
	c.Flags().StringVar(&f.user, "user", "", a.flag("backpack.login", "user"))
	c.Flags().StringVar(&f.secretFile, "secret-file", "", a.flag("backpack.login", "secret-file"))
	c.Flags().StringVar(&f.tokenFile, "token-file", "", a.flag("backpack.login", "token-file"))
	c.Flags().BoolVar(&f.silent, "no-browser", false, a.flag("backpack.login", "no-browser"))
}

// wouldLogin says whose page a sign-in would open. Nobody is asked anything.
func (a *app) wouldLogin(ctx context.Context, name string) error {
	return a.looking(ctx, func(e *engine.Engine) error {
		one, err := e.Backpack(ctx, name)
		if err != nil {
			return err
		}
		return a.console.Result(accountView{Backpack: one.Name, Emails: []string{}, DryRun: true}, func(w io.Writer) {
			a.line(w, "cli.backpack.login.dry", "host", one.Service.Name, "url", one.Service.Home)
			a.drily(w)
		})
	})
}

// login signs somebody in: in a browser, or with what they give.
func (a *app) login(ctx context.Context, e *engine.Engine, name string, f loginFlags) (engine.Account, error) {
	if f.user != "" || f.tokenFile != "" {
		secret, err := a.loginSecret(ctx, f)
		if err != nil {
			return engine.Account{}, err
		}
		return e.SignInWith(ctx, name, f.user, secret, f.o)
	}
	s, err := e.BeginSignIn(ctx, name, engine.SignInTexts(a.words.T))
	if err != nil {
		return engine.Account{}, err
	}
	defer func() { _ = s.Close() }()
	a.console.Say("cli.backpack.login.open", "host", s.Backpack.Service.Name)
	a.console.tell(s.URL + "\n")
	if !f.silent {
		a.browse(ctx, s.URL)
	}
	return s.Finish(ctx, f.o)
}

// loginSecret reads a password or a token: from a file, from standard input
// ("-"), or from whoever sits there.
func (a *app) loginSecret(ctx context.Context, f loginFlags) (string, error) {
	file := f.tokenFile
	if f.user != "" {
		file = f.secretFile
	}
	switch {
	case file != "":
		data, err := a.read(file, 1<<16)
		return strings.TrimRight(string(data), "\r\n"), err
	case a.console.asks:
		return a.console.hidden(ctx, "cli.ask.backpack")
	}
	return "", issuer.Fail(issuer.Usage, "signin-no-secret")
}

// browse opens an address in the person's browser: the one BROWSER names, else
// the system's. Where that fails the address stands in the terminal.
func (a *app) browse(ctx context.Context, address string) {
	name, args := a.env("BROWSER"), []string{address}
	switch {
	case name != "":
	case !a.console.asks:
		return
	case runtime.GOOS == "darwin":
		name = "open"
	case runtime.GOOS == "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	default:
		name = "xdg-open"
	}
	c := exec.CommandContext(context.WithoutCancel(ctx), name, args...) // #nosec G204 -- the person's own browser
	if c.Start() == nil {
		go func() { _ = c.Wait() }()
	}
}

// signedOutView is a sign-in that was ended.
type signedOutView struct {
	accountView
	Revoked bool   `json:"revoked"` // the host took its tokens back
	Why     string `json:"why,omitempty"`
	Home    string `json:"home"`
}

func (a *app) viewSignedOut(out engine.SignedOut) signedOutView {
	v := signedOutView{accountView: viewAccount(out.Account), Revoked: out.Revoked, Why: out.Why, Home: out.Home}
	v.SignedIn, v.DryRun = a.dry && out.Account.Here, a.dry
	return v
}

func (a *app) sayOut(w io.Writer, out engine.SignedOut) {
	key := "cli.backpack.logout.done"
	if !out.Revoked && !a.dry {
		key = "cli.backpack.logout.kept"
	}
	if a.dry {
		key = "cli.backpack.logout.done.dry"
	}
	a.line(w, key, "owner", a.whose(out.Account), "url", out.Home)
}

func (a *app) backpackLogoutVerb() *cobra.Command {
	c := a.verb("backpack.logout", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			out, err := e.SignOut(ctx, args[0])
			if err != nil {
				return err
			}
			return a.console.Result(a.viewSignedOut(out), func(w io.Writer) {
				a.sayOut(w, out)
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "backpack.logout")
}

// removedView is the result of removing a host.
type removedView struct {
	ID        string          `json:"id"`
	SignedOut []signedOutView `json:"signed_out"`
	DryRun    bool            `json:"dry_run,omitempty"`
}

func (a *app) backpackRemoveVerb() *cobra.Command {
	c := a.verb("backpack.remove", takes(1, 1), func(ctx context.Context, args []string) error {
		return a.working(ctx, func(e *engine.Engine) error {
			list, err := e.RemoveBackpack(ctx, args[0])
			if err != nil {
				return err
			}
			v := removedView{ID: args[0], SignedOut: []signedOutView{}, DryRun: a.dry}
			for _, out := range list {
				v.SignedOut = append(v.SignedOut, a.viewSignedOut(out))
			}
			return a.console.Result(v, func(w io.Writer) {
				for _, out := range list {
					a.sayOut(w, out)
				}
				a.line(w, a.dried("cli.backpack.remove.done"), "backpack", args[0])
				a.drily(w)
			})
		})
	})
	return a.dryFlag(c, "backpack.remove")
}
