// Package licences lists what is linked into a program of ours and under
// which licence, for both mains.
//
// It knows our dependencies by name and asks the program itself for the
// versions. The texts are other people's, are not kept in the repository, and
// come from assets where package collect put them before the build. It must
// not know how the list is shown.
package licences

import (
	"runtime"
	"runtime/debug"

	"badgekiln/assets"
)

// Module is one module linked in.
type Module struct {
	Module  string `json:"module"`
	Version string `json:"version"`
	Licence string `json:"licence"`        // SPDX
	URL     string `json:"url"`            // where the text is
	Text    string `json:"text,omitempty"` // empty when the build did not collect it
}

// Linked lists what the running program is made of: Go itself first, then
// every module, then the fonts that were fetched for it.
func Linked() []Module {
	list := []Module{{
		Module: Go, Version: runtime.Version(), Licence: Of(Go), URL: "https://go.dev/LICENSE",
	}}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			list = append(list, Module{
				Module: m.Path, Version: m.Version, Licence: Of(m.Path),
				URL: "https://pkg.go.dev/" + m.Path + "@" + m.Version + "?tab=licenses",
			})
		}
	}
	for i := range list {
		list[i].Text, _ = assets.LicenceText(list[i].Module, list[i].Version)
	}
	for _, f := range assets.FontPapers() {
		list = append(list, Module{
			Module: f.Name, Version: "font", Licence: "OFL-1.1", URL: "https://openfontlicense.org", Text: f.Text,
		})
	}
	return list
}

// Go is the name under which Go's own library and runtime are listed.
const Go = "go"

// Of gives the SPDX licence of a module, or "" for one nobody looked at.
func Of(module string) string {
	switch module {
	case Go, "filippo.io/age", "filippo.io/edwards25519", "github.com/klauspost/crc32", "github.com/kr/fs", "github.com/studio-b12/gowebdav", "filippo.io/hpke", "github.com/google/uuid", "github.com/spf13/pflag",
		"github.com/rogpeppe/go-internal", "github.com/google/go-cmp",
		"golang.org/x/crypto", "golang.org/x/image", "golang.org/x/net", "golang.org/x/sync",
		"golang.org/x/sys", "golang.org/x/term", "golang.org/x/text",
		"github.com/xuri/excelize/v2", "github.com/xuri/efp", "github.com/xuri/nfp",
		"github.com/ProtonMail/go-crypto", "github.com/cloudflare/circl", "github.com/go-git/gcfg",
		"fyne.io/fyne/v2", "github.com/FyshOS/fancyfs", "github.com/fsnotify/fsnotify", "github.com/fyne-io/gl-js",
		"github.com/fyne-io/image", "github.com/fyne-io/oksvg", "github.com/go-gl/glfw/v3.4/glfw",
		"github.com/srwiley/oksvg", "github.com/srwiley/rasterx", "rsc.io/qr":
		return "BSD-3-Clause"
	case "github.com/klauspost/compress":
		return "BSD-3-Clause AND Apache-2.0 AND MIT"
	case "github.com/emirpasic/gods", "gopkg.in/warnings.v0", "github.com/godbus/dbus/v5", "github.com/pkg/sftp", "github.com/zeebo/xxh3":
		return "BSD-2-Clause"
	case "github.com/go-playground/locales", "github.com/cespare/xxhash/v2", "github.com/dustin/go-humanize", "github.com/klauspost/cpuid/v2",
		"github.com/jbenet/go-context", "github.com/kevinburke/ssh_config", "github.com/sergi/go-diff", "github.com/Microsoft/go-winio",
		"github.com/philhofer/fwd", "github.com/tinylib/msgp", "github.com/rs/xid",
		"github.com/danieljoos/wincred", "github.com/disintegration/imaging", "github.com/mfridman/interpolate",
		"github.com/mitchellh/colorstring", "github.com/mr-tron/base58", "github.com/pressly/goose/v3",
		"github.com/rivo/uniseg", "github.com/wneessen/go-mail", "github.com/schollz/progressbar/v3", "github.com/zalando/go-keyring",
		"go.uber.org/multierr", "github.com/BurntSushi/toml", "github.com/tiendc/go-deepcopy",
		"github.com/anthonynsimon/bild", "github.com/clipperhouse/uax29/v2", "github.com/fyne-io/glfw-js",
		"github.com/go-gl/gl", "github.com/jeandeaual/go-locale", "github.com/jsummers/gobmp",
		"github.com/lucasb-eyer/go-colorful", "github.com/mattn/go-runewidth", "github.com/nicksnyder/go-i18n/v2", "github.com/yuin/goldmark":
		return "MIT"
	case "go.yaml.in/yaml/v3":
		return "MIT AND Apache-2.0"
	case "github.com/cyphar/filepath-securejoin":
		return "BSD-3-Clause AND MPL-2.0"
	case "github.com/nfnt/resize":
		return "ISC"
	case "github.com/go-text/render", "github.com/go-text/typesetting":
		return "Unlicense OR BSD-3-Clause"
	case "codeberg.org/go-fonts/dejavu":
		return "BSD-3-Clause AND Bitstream-Vera"
	case "codeberg.org/go-fonts/liberation":
		return "BSD-3-Clause AND OFL-1.1"
	case "eliasnaur.com/font":
		return "BSD-3-Clause AND Apache-2.0 AND OFL-1.1"
	case "github.com/mattn/go-sqlite3":
		return "MIT AND blessing" // its binding, and SQLite itself
	case "github.com/go-git/go-billy/v5", "github.com/go-git/go-git/v5", "github.com/golang/groupcache", "github.com/pjbgf/sha1cd", "github.com/skeema/knownhosts", "github.com/xanzy/ssh-agent",
		"github.com/minio/crc64nvme", "github.com/minio/md5-simd", "github.com/minio/minio-go/v7", "gopkg.in/ini.v1",
		"github.com/richardlehane/mscfb", "github.com/richardlehane/msoleps", "github.com/cayleygraph/quad", "github.com/inconshreveable/mousetrap", "github.com/piprate/json-gold",
		"github.com/pquerna/cachecontrol", "github.com/sethvargo/go-retry", "github.com/spf13/cobra",
		"fyne.io/systray", "github.com/hack-pad/go-indexeddb", "github.com/hack-pad/safejs", "github.com/rymdport/portal":
		return "Apache-2.0"
	default:
		return ""
	}
}
