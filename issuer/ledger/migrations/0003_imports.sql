-- +goose Up
-- The issuers the user trusts, and badges issued elsewhere that were taken on
-- record. Neither is ever evidence about a badge.
PRAGMA user_version = 3;

CREATE TABLE trusts (
    uri   TEXT PRIMARY KEY,
    name  TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
    n       INTEGER PRIMARY KEY AUTOINCREMENT,
    id      TEXT NOT NULL UNIQUE,
    sha256  BLOB NOT NULL UNIQUE, -- of the text
    made    TEXT NOT NULL,
    source  TEXT NOT NULL, -- the file's name or the address it came from
    version TEXT NOT NULL,
    format  TEXT NOT NULL,
    badge   TEXT NOT NULL DEFAULT '', -- the badge's own id
    name    TEXT NOT NULL DEFAULT '', -- of what it was awarded for
    issuer  TEXT NOT NULL DEFAULT '',
    issuer_name TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL, -- when it was taken in
    status  TEXT NOT NULL,
    fields  TEXT NOT NULL, -- what it says, as JSON
    text    BLOB NOT NULL, -- as it was found
    picture TEXT REFERENCES blobs (hash)
) STRICT;
CREATE INDEX imports_issuer ON imports (issuer);
