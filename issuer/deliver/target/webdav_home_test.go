package target_test

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/deliver/target"
)

// TestWebDAVFolders: the folder of a site is made with its first file, whether the
// address ends with a stroke or not; where that may not be, the reason is told.
func TestWebDAVFolders(t *testing.T) {
	t.Parallel()
	for kind, start := range map[string]func(*testing.T) server{"rclone": webdav, "Apache": func(t *testing.T) server {
		t.Helper()
		dir := t.TempDir()
		for _, name := range []string{"is", "is/there"} {
			if err := os.Mkdir(filepath.Join(dir, name), 0o750); err != nil {
				t.Fatal(err)
			}
			neighbour.Open(t, filepath.Join(dir, name), 0o777)
		}
		return apacheIn(t, dir)
	}, "nginx": nginx} {
		s := start(t)
		root := strings.TrimSuffix(s.place.URL, "/")
		for _, where := range []string{"/is/there", "/is/there/", "/new", "/new/deep/er/", "/mit raum/ü", "/mit%20raum/%C3%BC/"} {
			s.place.URL = root + where
			to, err := target.Open(t.Context(), s.place, s.right)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := to.Get(t.Context(), "a/none.txt"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s%s: before: %v", kind, where, err)
			}
			for _, name := range []string{"badgekiln.txt", "a/b.txt"} {
				err := to.Put(t.Context(), name, []byte(where))
				if got, read := to.Get(t.Context(), name); err != nil || read != nil || string(got) != where {
					t.Errorf("%s%s: %s: %q, %v, %v", kind, where, name, got, err, read)
				}
			}
			_ = to.Close()
		}
	}
	closed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodOptions, "PROPFIND":
			w.WriteHeader(http.StatusOK)
		default:
			w.WriteHeader(http.StatusConflict)
		}
	}))
	t.Cleanup(closed.Close)
	to, err := target.Open(t.Context(), target.Place{Kind: target.WebDAV, URL: "dav://ada@" + strings.TrimPrefix(closed.URL, "http://") + "/no"}, target.Access{Secret: "x"})
	if err == nil {
		err = to.Put(t.Context(), "index.html", nil)
	}
	if issuer.CodeOf(err) != "target-no-folder" {
		t.Errorf("closed: %v", err)
	}
}

// TestWebDAVByNumber: a server may be known by its number alone, also by one of IPv6.
func TestWebDAVByNumber(t *testing.T) {
	t.Parallel()
	if free, err := net.Listen("tcp", "[::1]:0"); err != nil {
		t.Skip("no IPv6 on this computer")
	} else {
		_ = free.Close()
	}
	behind := webdav(t)
	at, err := url.Parse(strings.Replace(behind.place.URL, "dav://ada@", "http://", 1))
	if err != nil {
		t.Fatal(err)
	}
	var hosts sync.Map
	six, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		hosts.Store(r.In.Host, true)
		if to := r.In.Header.Get("Destination"); to != "" {
			r.Out.Header.Set("Destination", strings.Replace(to, six.Addr().String(), at.Host, 1))
		}
		r.SetURL(at)
	}})
	front.Listener = six
	front.Start()
	t.Cleanup(front.Close)
	to, err := target.Open(t.Context(), place(t, "dav://ada@"+six.Addr().String()+"/new/site"), behind.right)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one", "two"} {
		if err := to.Put(t.Context(), "a/b.txt", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := to.Get(t.Context(), "a/b.txt"); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	hosts.Range(func(host, _ any) bool {
		if host != six.Addr().String() {
			t.Errorf("asked for %s", host)
		}
		return true
	})
	_ = to.Close()
}
