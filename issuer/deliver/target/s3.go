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
	return s.fault(s.put(ctx, name, data, s.options(name)))
}

func (s *store) options(name string) minio.PutObjectOptions {
	return minio.PutObjectOptions{ContentType: MediaType(name), CacheControl: cacheFor(name), DisableMultipart: true, DisableContentSha256: true}
}

func (s *store) put(ctx context.Context, name string, data []byte, o minio.PutObjectOptions) error {
	_, err := s.client.PutObject(ctx, s.bucket, path.Join(s.prefix, name), bytes.NewReader(data), int64(len(data)), o)
	return err
}

// Replace is of Deciding. Stores that know the condition and cannot hold to it say that
// it is not implemented.
func (s *store) Replace(ctx context.Context, name, version string, data []byte) (done bool, err error) {
	o := s.options(name)
	if version == "" {
		o.SetMatchETagExcept("*")
	} else {
		o.SetMatchETag(version)
	}
	err = s.put(ctx, name, data, o)
	switch answer := minio.ToErrorResponse(err); {
	case err == nil:
		return true, nil
	case answer.StatusCode == http.StatusPreconditionFailed, answer.StatusCode == http.StatusConflict, answer.Code == "NoSuchKey":
		return false, nil
	case answer.StatusCode == http.StatusNotImplemented:
		err = s.put(ctx, name, data, s.options(name))
		return err == nil, s.fault(err)
	}
	return false, s.fault(err)
}

func (s *store) Get(ctx context.Context, name string) ([]byte, error) {
	data, _, err := s.Version(ctx, name)
	return data, err
}

// Version is of Deciding.
func (s *store) Version(ctx context.Context, name string) (data []byte, version string, err error) {
	object, err := s.client.GetObject(ctx, s.bucket, path.Join(s.prefix, name), minio.GetObjectOptions{})
	if err != nil {
		return nil, "", s.fault(err)
	}
	defer func() { _ = object.Close() }()
	if data, err = io.ReadAll(object); err != nil {
		return data, "", s.fault(err)
	}
	info, err := object.Stat() // of what was read
	return data, info.ETag, s.fault(err)
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
	case answer.Code == "AccessDenied":
		return issuer.Fail(issuer.Refused, "target-policy", "address", s.at).Because(err)
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
