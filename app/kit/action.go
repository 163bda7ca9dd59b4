package kit

import "strings"

// Action is one thing a person can do. Menus, keys, the command list and the
// help page are read off a room's actions.
type Action struct {
	Name    string // stable, dotted: "design.group"
	Word    string // key of its name in the words
	Icon    string // name of an icon, or ""
	Keys    string // "ctrl+shift+z", "f2", "v"; "" for none. Single letters are the room's own to catch.
	Menu    string // the menu it stands in: "file", "edit", "view", "design", "award", "ledger", "help"; "" for none
	Primary bool   // what Ctrl+Enter does
	Enabled func() bool
	Checked func() bool // not nil: can be on or off
	Run     func()
}

// On tells whether the action can be done now.
func (a Action) On() bool { return a.Run != nil && (a.Enabled == nil || a.Enabled()) }

// KeyText writes keys as people read them: "Ctrl+Shift+Z".
func KeyText(keys string) string {
	if keys == "" {
		return ""
	}
	if head, plus := strings.CutSuffix(keys, "++"); plus {
		return KeyText(head) + "++"
	}
	parts := strings.Split(keys, "+")
	for i, p := range parts {
		switch p {
		case "":
			parts[i] = "+"
		case "return":
			parts[i] = "Enter"
		case "delete":
			parts[i] = "Del"
		case "escape":
			parts[i] = "Esc"
		case "pageup":
			parts[i] = "PgUp"
		case "pagedown":
			parts[i] = "PgDn"
		default:
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "+")
}
