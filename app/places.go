package app

import (
	"strconv"

	"badgekiln/app/kit"
)

// places is the rail. Ctrl and a number go to them in this order.
func places(env kit.Env) []kit.RailItem {
	rooms := []struct{ room, icon string }{
		{kit.RoomHome, "home"},
		{},
		{kit.RoomDesigns, "designs"},
		{kit.RoomBadges, "badge"},
		{},
		{kit.RoomAward, "award"},
		{kit.RoomLedger, "ledger"},
		{},
		{kit.RoomPublish, "globe"},
		{kit.RoomDeliver, "mail"},
		{},
		{kit.RoomVerify, "verify"},
	}
	items := make([]kit.RailItem, 0, len(rooms)+1)
	n := 0
	for _, r := range rooms {
		if r.room == "" {
			items = append(items, kit.RailItem{})
			continue
		}
		n++
		items = append(items, kit.RailItem{Value: r.room, Text: env.T("app.room." + r.room), Icon: r.icon, Keys: "ctrl+" + strconv.Itoa(n)})
	}
	return append(items, kit.RailItem{Value: kit.RoomSettings, Text: env.T("app.room.settings"), Icon: "settings", Keys: "ctrl+,", Foot: true})
}
