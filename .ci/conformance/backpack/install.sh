#!/bin/sh
# Installs oidc-provider and Prism in the versions of package-lock.json, once.
set -eu
cd "$(dirname "$0")"
cmp -s package-lock.json node_modules/.installed && exit 0
npm ci --no-fund --no-audit --loglevel=error
cp package-lock.json node_modules/.installed
