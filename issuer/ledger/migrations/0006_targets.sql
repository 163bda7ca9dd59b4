-- +goose Up
-- Where sites are published, and what lies there. Paths name nobody; secrets
-- are no rows.
PRAGMA user_version = 6;

CREATE TABLE targets (
    name        TEXT PRIMARY KEY,
    base_url    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    url         TEXT NOT NULL,
    key_file    TEXT NOT NULL DEFAULT '',
    known_hosts TEXT NOT NULL DEFAULT '',
    made        TEXT NOT NULL,
    seen        TEXT NOT NULL DEFAULT '' -- the mark left there the last time
) STRICT, WITHOUT ROWID;

CREATE TABLE published (
    target TEXT NOT NULL REFERENCES targets (name),
    path   TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (target, path)
) STRICT, WITHOUT ROWID;
