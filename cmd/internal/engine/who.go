package engine

import (
	"os"
	"os/user"
)

// Who names the one who works here, for the log: as KILN_WHO says, or as the
// system calls user and machine; "" when it knows neither.
func Who(getenv func(string) string) string {
	if who := getenv("KILN_WHO"); who != "" {
		return who
	}
	who := ""
	if u, err := user.Current(); err == nil {
		who = u.Username
	}
	if host, err := os.Hostname(); err == nil && host != "" {
		who += "@" + host
	}
	return who
}
