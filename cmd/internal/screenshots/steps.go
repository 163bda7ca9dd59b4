package main

import (
	"errors"
	"os"
	"path/filepath"
)

// hard are people whose names are long, or written in other directions and
// scripts.
const hard = "Name,E-mail\n" +
	"Wolfeschlegelsteinhausenbergerdorff Hubert Blaine the Elder of Hohenlohe-Schillingsfürst,hubert@example.org\n" +
	"محمد الأمين بن عبد الله بن عبد الرحمن آل الشيخ,m.alamin@example.com\n" +
	"נועה בת־שבע לוי־מזרחי,noa@example.com\n" +
	"Nguyễn Thị Phương Thảo,thao@example.net\n" +
	"Ada Quill,ada@example.org\n"

// steps are the walk: an empty home, the sample, every screen.
func (t tour) steps() []func() error {
	room := func(name, picture string) func() error {
		return func() error { return errors.Join(t.click("railItem:"+name)(), t.shot(picture)()) }
	}
	return []func() error{
		t.p.Settled,
		t.shot("home-first"),
		room("Badges", "badges-empty"),
		room("Award", "award-empty"),
		room("Ledger", "ledger-empty"),
		room("Verify", "verify-empty"),
		t.click("railItem:Home", "Open the sample workshop"),
		t.says("Start my own"),
		t.shot("home-sample"),
		room("Designs", "gallery"),
		t.click("railItem:Badges", "Item:First Firing"),
		t.shot("badge"),
		t.click("Open in studio"),
		t.shot("studio"),
		t.click("railItem:Award"),
		t.shot("award-list"),
		t.until("Award 13", "Continue"),
		t.shot("award-plan"),
		t.click("Award 13"),
		t.says("13 people have their badge"),
		t.shot("award-result"),
		t.hardNames,
		room("Ledger", "ledger"),
		room("Badges", "badges"),
		room("Verify", "verify"),
		room("Settings", "settings"),
		t.keys("ctrl+k"),
		t.shot("commands"),
		t.keys("Escape"),
		room("Home", "home"),
	}
}

// hardNames reads a list of hard names and shows it as read and planned.
func (t tour) hardNames() error {
	list := filepath.Join(t.home, "hard.csv")
	if err := os.WriteFile(list, []byte(hard), 0o600); err != nil {
		return err
	}
	return errors.Join(
		t.click("railItem:Home", "railItem:Award")(),
		t.until("Path of the file", "Begin")(),
		t.p.Fill("Path of the file", list),
		t.click("Read it")(),
		t.shot("award-columns")(),
		t.until("Award 5", "Continue")(),
		t.shot("award-names")(),
		t.click("Award 5")(),
		t.says("5 people have their badge")(),
	)
}
