#!/bin/sh
# Builds MinIO, an object store that speaks S3, for the tests that publish to
# one: go test ./issuer/deliver/target. It takes minutes and 150 MB, so nothing
# else asks for it, and without it those tests are skipped. The version is fixed;
# it lands where go install puts programs, and never here.
set -eu

minio=v0.0.0-20260212201848-7aac2a2c5b7c
mc=v0.0.0-20250313080218-cf909e1063a9

cd / # outside the module, whose flags and versions are no business of theirs
GOFLAGS= go install "github.com/minio/minio@$minio"
# What mirrors folders to it, for make bench.
GOFLAGS= go install "github.com/minio/mc@$mc"
