-- +goose Up
-- What an award is fetched by: a short code on paper, and the address of a page
-- that nobody finds who was not told of it. Both are drawn, never derived. That
-- something was handed over stands in the outbox, as any delivery.
PRAGMA user_version = 12;

CREATE TABLE handouts (
    n     INTEGER PRIMARY KEY AUTOINCREMENT,
    award TEXT NOT NULL UNIQUE REFERENCES awards (id),
    batch TEXT NOT NULL,              -- the award's
    code  TEXT UNIQUE,                -- of a slip; NULL without, and once the person is erased
    claim TEXT UNIQUE,                -- the last part of the page's address; becomes public with it
    names INTEGER NOT NULL DEFAULT 0  -- the page names its person
) STRICT;
CREATE INDEX handouts_batch ON handouts (batch);
