package target

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"

	"badgekiln/issuer"
)

// store is a bucket of an object store that speaks S3. Objects appear whole.
type store struct {
	client *minio.Client
	link   *http.Transport
	at     string
	bucket string
	prefix string
	region string
	style  minio.BucketLookupType
	access Access
}

func openS3(at string, a Access) (Target, error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, bad(at)
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if bucket == "" {
		return nil, bad(at)
	}
	if err := s3utils.CheckValidBucketName(bucket); err != nil { // nobody need be asked
		return nil, badBucket(bucket, at, err)
	}
	style := minio.BucketLookupAuto
	switch u.Query().Get("path") {
	case "yes":
		style = minio.BucketLookupPath
	case "no":
		style = minio.BucketLookupDNS
	}
	link := transportFor(a)
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(u.User.Username(), a.Secret, ""), Secure: u.Scheme == "s3", Region: u.Query().Get("region"),
		BucketLookup: style, Transport: link, MaxRetries: 4,
	})
	if err != nil {
		return nil, bad(at)
	}
	return &store{client: client, link: link, at: at, bucket: bucket, prefix: prefix, region: u.Query().Get("region"), style: style, access: a}, nil
}

func (s *store) Put(ctx context.Context, name string, data []byte) error {
	_, err := s.client.PutObject(ctx, s.bucket, path.Join(s.prefix, name), bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{
		ContentType: MediaType(name), CacheControl: cacheFor(name), DisableMultipart: true, DisableContentSha256: true,
	})
	return s.fault(err)
}

func (s *store) Get(ctx context.Context, name string) ([]byte, error) {
	object, err := s.client.GetObject(ctx, s.bucket, path.Join(s.prefix, name), minio.GetObjectOptions{})
	if err != nil {
		return nil, s.fault(err)
	}
	defer func() { _ = object.Close() }()
	data, err := io.ReadAll(object)
	return data, s.fault(err)
}

// badBucket tells of a name that no bucket can have, or none of this store.
func badBucket(bucket, at string, err error) error {
	return issuer.Fail(issuer.Usage, "target-bucket-name", "bucket", bucket, "address", at).Because(err)
}

func (s *store) fault(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == "NoSuchKey":
		return fs.ErrNotExist
	case answer.Code == "NoSuchBucket":
		return issuer.Fail(issuer.Refused, "target-no-bucket", "bucket", s.bucket, "address", s.at).Because(err)
	case answer.Code == "InvalidBucketName":
		return badBucket(s.bucket, s.at, err)
	case answer.Code == "RequestTimeTooSkewed":
		return issuer.Fail(issuer.Refused, "target-clock", "address", s.at).Because(err)
	case answer.Code == "ExpiredToken", answer.Code == "TokenRefreshRequired":
		return issuer.Fail(issuer.Refused, "target-expired", "address", s.at).Because(err)
	case answer.Code == "QuotaExceeded", answer.Code == "XMinioStorageFull":
		return issuer.Fail(issuer.Refused, "target-full", "address", s.at).Because(err)
	case answer.Code == "AuthorizationHeaderMalformed", answer.Code == "InvalidRegion", answer.Code == "PermanentRedirect", answer.Code == "IllegalLocationConstraintException":
		return issuer.Fail(issuer.Refused, "target-region", "address", s.at, "region", s.region).Because(err)
	case answer.StatusCode == http.StatusForbidden, answer.StatusCode == http.StatusUnauthorized:
		return refused(s.at, err)
	}
	return failed(s.at, err)
}

// Listable asks for the list as a stranger would.
func (s *store) Listable(ctx context.Context) bool {
	stranger, err := minio.New(s.client.EndpointURL().Host, &minio.Options{
		Creds: credentials.NewStatic("", "", "", credentials.SignatureAnonymous), Secure: s.client.EndpointURL().Scheme == "https", Region: s.region,
		BucketLookup: s.style, Transport: transportFor(s.access), MaxRetries: 1,
	})
	if err != nil {
		return false
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for object := range stranger.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, MaxKeys: 1}) {
		return object.Err == nil
	}
	return true
}

func (s *store) Close() error {
	s.link.CloseIdleConnections()
	return nil
}
