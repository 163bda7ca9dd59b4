package main

import (
	"os"
	"path/filepath"

	"badgekiln/cmd/internal/stage"
)

// hard are people whose names are long, or written in other directions and
// scripts.
const hard = "Name,E-mail\n" +
	"Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder of Hohenlohe-Schillingsfürst,hubert@example.org\n" +
	"محمد الأمين بن عبد الله بن عبد الرحمن آل الشيخ,m.alamin@example.com\n" +
	"נועה בת־שבע לוי־מזרחי,noa@example.com\n" +
	"Nguyễn Thị Phương Thảo,thao@example.net\n" +
	"Ada Quill,ada@example.org\n"

// step is one thing done on the walk.
type step = func() error

// steps are the walk: an empty home, the sample, every screen.
func (t tour) steps() []step {
	return then(
		one(t.p.Settled),
		one(t.shot("home-first")),
		t.room("Badges", "badges", "badges-empty"),
		t.room("Award", "award", "award-empty"),
		t.room("Ledger", "ledger", "ledger-empty"),
		t.room("Publish", "publish", "publish-empty"),
		t.room("Deliver", "deliver", "deliver-empty"),
		t.room("Verify", "verify", "verify-empty"),
		t.room("Home", "home", ""),
		one(t.click("Open the sample workshop"), t.says("Start my own"), t.shot("home-sample")),
		t.room("Designs", "designs", "gallery"),
		t.room("Badges", "badges", ""),
		one(t.click("Item:First Firing"), t.sees("Open in studio"), t.shot("badge")),
		one(t.click("Open in studio"), t.sees("Use in a badge"), t.shot("studio")),
		t.room("Award", "award", "award-list"),
		one(t.until("Award 13", "Continue"), t.shot("award-plan")),
		one(t.click("Award 13"), t.says("13 people have their badge"), t.shot("award-result")),
		t.hardNames(),
		t.room("Ledger", "ledger", ""),
		one(t.row, t.shot("ledger")),
		t.room("Badges", "badges", "badges"),
		t.publish(),
		t.deliver(),
		t.room("Verify", "verify", ""),
		one(t.verify, t.shot("verify")),
		t.room("Settings", "settings", "settings"),
		one(t.keys("ctrl+k"), t.shot("commands"), t.keys("Escape")),
		t.room("Home", "home", "home"),
	)
}

func one(steps ...step) []step { return steps }

func then(parts ...[]step) (all []step) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// room goes to a screen by the rail, waits until it is there and takes its
// picture, unless that has no name.
func (t tour) room(label, name, picture string) []step {
	steps := one(t.click("railItem:"+label), func() error {
		return t.p.Await(label, func(v stage.View) bool { return v.Room == name })
	})
	if picture != "" {
		steps = append(steps, t.shot(picture))
	}
	return steps
}

// hardNames reads a list of hard names and shows it as read, planned and
// awarded.
func (t tour) hardNames() []step {
	list := filepath.Join(t.home, "hard.csv")
	return then(
		one(
			func() error { return os.WriteFile(list, []byte(hard), 0o600) },
			t.click("Begin"),
			func() error { return t.p.Fill("Path of the file", list) },
			t.click("Read it"), t.shot("award-columns"),
			t.until("Award 5", "Continue"), t.shot("award-names"),
			t.click("Award 5"), t.says("5 people have their badge"),
		),
	)
}

// publish shows the kinds of web space, and what would be sent to a folder.
func (t tour) publish() []step {
	return then(
		t.room("Publish", "publish", "publish-where"),
		one(
			t.click("Folder"),
			func() error { return t.p.Fill("Folder", filepath.Join(t.home, "web")) },
			t.click("Add this place"), t.says("Public address"), t.shot("publish"),
		),
	)
}

// row presses the first row of the ledger, whose detail is then shown.
func (t tour) row() error {
	v, err := t.p.See()
	if err != nil {
		return err
	}
	for _, thing := range v.Items {
		if thing.Kind == "kit.tableBody" {
			return t.p.ClickAt(thing.X+60*v.Scale, thing.Y+17*v.Scale)
		}
	}
	return nil
}

// verify checks one of the badges just awarded.
func (t tour) verify() error {
	badges, err := filepath.Glob(filepath.Join(t.home, "*", "*", "sample", "*", "*", "Suharto.png"))
	if err != nil || len(badges) == 0 {
		return err
	}
	if err := t.p.Fill("Or a path, a web address, or the text of a badge", badges[0]); err != nil {
		return err
	}
	return t.click("Check badge")()
}

// deliver shows who was reached, what will be printed, and the mail.
func (t tour) deliver() []step {
	return then(
		t.room("Deliver", "deliver", "deliver"),
		one(
			t.click("tab:Paper"), t.says("Save as PDF"), t.shot("deliver-paper"),
			t.click("tab:Mail"), t.says("Nobody is written to"), t.shot("deliver-mail-sample"),
		),
	)
}
