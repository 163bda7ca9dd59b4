-- +goose Up
-- Backpack hosts that badges are pushed to, and who is signed in there. What
-- lets a program in (client secrets, tokens) lies sealed beside the keys.
PRAGMA user_version = 11;

CREATE TABLE backpacks (
    name    TEXT PRIMARY KEY,
    kind    TEXT NOT NULL,
    title   TEXT NOT NULL,    -- what the host calls itself
    url     TEXT NOT NULL,
    service TEXT NOT NULL,    -- how it described itself (JSON)
    client  TEXT NOT NULL,    -- what it knows this program as (JSON), without the secret
    local   INTEGER NOT NULL, -- it lies on this computer, for trials
    made    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backpack_accounts (
    name     TEXT PRIMARY KEY, -- random: it is the name of a channel, and names nobody
    backpack TEXT NOT NULL REFERENCES backpacks (name),
    owner    TEXT NOT NULL,    -- whose it is, as the host says (JSON); goes with the person
    scope    TEXT NOT NULL,
    made     TEXT NOT NULL,
    busy     TEXT NOT NULL DEFAULT '',  -- the program that renews its tokens just now
    until    INTEGER NOT NULL DEFAULT 0 -- and for how long it may take, in milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX backpack_accounts_of ON backpack_accounts (backpack);
