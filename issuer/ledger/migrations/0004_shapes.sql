-- +goose Up
-- What somebody said the columns of a list are, by its headings: a list with
-- the same headings is understood so the next time. Headings name nobody.
PRAGMA user_version = 4;

CREATE TABLE list_shapes (
    shape  TEXT PRIMARY KEY, -- the hash of the headings
    fields TEXT NOT NULL,    -- JSON: column from 0 → field
    used   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
