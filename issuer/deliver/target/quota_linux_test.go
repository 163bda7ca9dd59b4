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
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := unix.Mount("none", dir, "tmpfs", 0, "size=128k,mode=777"); err != nil {
				t.Skipf("no disk of a size can be made here: %v", err)
			}
			t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
			s, w, m := start(t, dir), newWeb("full", 40), &memory{}
			err := send(t, s, w, m)
			if code := issuer.CodeOf(err); code != "target-full" && code != "disk-full" {
				t.Errorf("on a full disk: %v", err)
			}
			if err := unix.Mount("none", dir, "tmpfs", unix.MS_REMOUNT, "size=4m,mode=777"); err != nil {
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
