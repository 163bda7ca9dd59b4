package target_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"badgekiln/issuer"
	"badgekiln/issuer/deliver/inspect"
	"badgekiln/issuer/deliver/internal/neighbour"
	"badgekiln/issuer/deliver/target"
)

const (
	storeUser   = "ada-lovelace"
	storeSecret = "right-and-long"
	storeDomain = "objects.test" // buckets are names below it
	storeRegion = "eu-central-1"
)

// minioIn is MinIO over a folder, with one empty bucket of the name site.
func minioIn(t *testing.T, dir string) (address string) {
	t.Helper()
	if neighbour.Find("minio") == "" {
		t.Skip("MinIO is not installed: .ci/minio.sh builds it")
	}
	address = neighbour.Start(t, "minio", func(address string) []string {
		return []string{"server", "--quiet", "--address", address, "--console-address", neighbour.Free(t), "--config-dir", t.TempDir(), dir}
	}, "MINIO_ROOT_USER="+storeUser, "MINIO_ROOT_PASSWORD="+storeSecret, "MINIO_DOMAIN="+storeDomain, "MINIO_REGION="+storeRegion, "MINIO_BROWSER=off", "MINIO_UPDATE=off")
	owner := ownerOf(t, address)
	for deadline := time.Now().Add(60 * time.Second); ; { // it answers before it is ready
		err := owner.MakeBucket(t.Context(), "site", minio.MakeBucketOptions{Region: storeRegion})
		if err == nil {
			return address
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func ownerOf(t *testing.T, address string) *minio.Client {
	t.Helper()
	owner, err := minio.New(address, &minio.Options{Creds: credentials.NewStaticV4(storeUser, storeSecret, ""), Region: storeRegion, BucketLookup: minio.BucketLookupPath})
	if err != nil {
		t.Fatal(err)
	}
	return owner
}

// objects is the bucket with its name in the path.
func objects(t *testing.T) server {
	t.Helper()
	return objectsIn(t, t.TempDir())
}

func objectsIn(t *testing.T, dir string) server {
	t.Helper()
	address := minioIn(t, dir)
	at := func(user string) target.Place {
		return place(t, "s3+http://"+user+"@"+address+"/site/badges?path=yes&region="+storeRegion)
	}
	return server{place: at(storeUser), right: target.Access{Secret: storeSecret}, wrong: target.Access{Secret: "wrong"}}
}

// objectsByName is the bucket with its name before that of the host, which only
// our own dialler knows. Addresses without TLS are for this computer only, so
// the place is made here and not read.
func objectsByName(t *testing.T) server {
	t.Helper()
	address := minioIn(t, t.TempDir())
	_, port, _ := net.SplitHostPort(address)
	dial := func(ctx context.Context, network, to string) (net.Conn, error) {
		if host, _, _ := net.SplitHostPort(to); !strings.HasSuffix(host, "."+storeDomain) {
			return nil, fmt.Errorf("asked for %s: the bucket is not in the name", to)
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	at := target.Place{Kind: target.S3, URL: "s3+http://" + storeUser + "@" + storeDomain + ":" + port + "/site/badges?path=no&region=" + storeRegion}
	return server{place: at, right: target.Access{Secret: storeSecret, Dial: dial}, wrong: target.Access{Secret: "wrong", Dial: dial}}
}

// TestObjectStore asks a real store what the contract does not: strangers and
// their names, other regions, other clocks, what is told of each file, and who
// may list.
func TestObjectStore(t *testing.T) {
	t.Parallel()
	s := objects(t)
	u, err := url.Parse(s.place.URL)
	if err != nil {
		t.Fatal(err)
	}
	put := func(t *testing.T, at, secret string, dial target.Dial) error {
		t.Helper()
		to, err := target.Open(t.Context(), place(t, at), target.Access{Secret: secret, Dial: dial})
		if err != nil {
			return err
		}
		defer func() { _ = to.Close() }()
		return to.Put(t.Context(), "index.html", []byte("x"))
	}
	at := func(user, bucket, region string) string {
		return "s3+http://" + user + "@" + u.Host + "/" + bucket + "?path=yes&region=" + region
	}
	for say, one := range map[string]struct {
		at, secret, code string
		dial             target.Dial
	}{
		"nobody of that name":                   {at("nobody", "site", storeRegion), storeSecret, "target-refused", nil},
		"no bucket of that name":                {at(storeUser, "elsewhere", storeRegion), storeSecret, "target-no-bucket", nil},
		"another region":                        {at(storeUser, "site", "us-west-2"), storeSecret, "target-region", nil},
		"a clock of yesterday":                  {at(storeUser, "site", storeRegion), storeSecret, "target-clock", late(-26 * time.Hour)},
		"a clock that missed the end of summer": {at(storeUser, "site", storeRegion), storeSecret, "target-clock", late(time.Hour)},
		"no region, which is any":               {at(storeUser, "site", ""), storeSecret, "", nil},
	} {
		if err := put(t, one.at, one.secret, one.dial); issuer.CodeOf(err) != one.code {
			t.Errorf("%s: %v, want %q", say, err, one.code)
		}
	}
	readByStrangers(t, s)
}

// readByStrangers opens a bucket as the advice says, and then wider.
func readByStrangers(t *testing.T, s server) {
	t.Helper()
	ctx := t.Context()
	to, err := target.Open(ctx, s.place, s.right)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = to.Close() }()
	u, _ := url.Parse(s.place.URL)
	want := map[string]string{
		"a/0f/one.json": "application/ld+json", "b/fire/1/image.png": "image/png", "b/fire/1/criteria.html": "text/html; charset=utf-8", "a/0f/one.jwt": "text/plain; charset=utf-8",
	}
	for name := range want {
		if err := to.Put(ctx, name, []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(name string) (status int, text string, head http.Header) {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+u.Host+"/site/badges/"+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		return answer.StatusCode, string(data), answer.Header
	}
	if status, _, _ := ask("a/0f/one.json"); status != http.StatusForbidden || to.Listable(ctx) {
		t.Errorf("closed: %d", status)
	}
	owner := ownerOf(t, u.Host)
	advice := strings.ReplaceAll(inspect.Remedy(inspect.S3, "check-status", "/badges/"), "BUCKET", "site")
	if err := owner.SetBucketPolicy(ctx, "site", advice); err != nil {
		t.Fatal(err)
	}
	for name, kind := range want {
		status, text, head := ask(name)
		if status != http.StatusOK || text != name || head.Get("Content-Type") != kind || !strings.HasPrefix(head.Get("Cache-Control"), "public, max-age=") {
			t.Errorf("%s: %d, %q, %v", name, status, text, head)
		}
	}
	if to.Listable(ctx) {
		t.Error("reading is open, and so is the list")
	}
	wide := strings.Replace(advice, `"Statement": [`, `"Statement": [{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:ListBucket"],"Resource":["arn:aws:s3:::site"]},`, 1)
	if err := owner.SetBucketPolicy(ctx, "site", wide); err != nil {
		t.Fatal(err)
	}
	if !to.Listable(ctx) {
		t.Error("the list is open, and nobody noticed")
	}
}

// late makes the date of what goes out another one, as a wrong clock would: what
// signs reads the clock itself.
func late(by time.Duration) target.Dial {
	return func(ctx context.Context, network, to string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, to)
		return &shifted{Conn: conn, by: by}, err
	}
}

type shifted struct {
	net.Conn
	by time.Duration
	mu sync.Mutex
}

func (s *shifted) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const stamp = "20060102T150405Z"
	text := string(data)
	if _, after, ok := strings.Cut(text, "X-Amz-Date: "); ok && len(after) > len(stamp) {
		was, err := time.Parse(stamp, after[:len(stamp)])
		if err != nil {
			return 0, errors.Join(errors.New("no date"), err)
		}
		text = strings.ReplaceAll(text, after[:len(stamp)], was.Add(s.by).Format(stamp))
	}
	_, err := s.Conn.Write([]byte(text))
	return len(data), err
}
