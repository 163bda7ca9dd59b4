package target_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/target"
)

// TestFullQuota fills a small disk behind each kind of server. It is told as
// that, and with more room the same publication goes on.
func TestFullQuota(t *testing.T) {
	t.Parallel()
	for kind, start := range map[string]func(t *testing.T, dir string) server{
		target.Folder: func(t *testing.T, dir string) server {
			t.Helper()
			return server{place: target.Place{Kind: target.Folder, URL: filepath.Join(dir, "web")}}
		},
		target.SFTP: func(t *testing.T, dir string) server {
			t.Helper()
			return sftpIn(t, dir)
		},
		target.WebDAV: apacheIn,
		target.S3:     objectsIn,
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			small, more, awards := "size=128k", "size=4m", 40
			if kind == target.S3 { // it keeps room of its own
				small, more, awards = "size=1m", "size=64m", 200
			}
			if err := unix.Mount("none", dir, "tmpfs", 0, small+",mode=777"); err != nil {
				t.Skipf("no disk of a size can be made here: %v", err)
			}
			t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
			s, w, m := start(t, dir), newWeb("full", awards), &memory{}
			err := send(t, s, w, m)
			if code := issuer.CodeOf(err); code != "target-full" && code != "disk-full" {
				t.Errorf("on a full disk: %v", err)
			}
			if err := unix.Mount("none", dir, "tmpfs", unix.MS_REMOUNT, more+",mode=777"); err != nil {
				t.Fatal(err)
			}
			if err := send(t, s, w, m); err != nil {
				t.Fatal(err)
			}
			holds(t, s, w)
			if left, err := exec.CommandContext(t.Context(), "find", dir, "-name", ".badgekiln-*").Output(); err != nil || len(left) > 0 {
				t.Errorf("left behind: %s, %v", left, err)
			}
		})
	}
}
