-- +goose Up
-- One person with several addresses, saved lists that say which of them, and
-- names by which people are found who may be the same.
PRAGMA user_version = 8;

-- Somebody who turned out to be somebody else. Awards name whom they were given
-- to for ever, so nothing of theirs moves: whoever is looked up here is taken
-- for the head, and taking the row out takes them apart again. A head is in no
-- row of its own.
CREATE TABLE same_people (
    person TEXT PRIMARY KEY REFERENCES persons (id),
    head   TEXT NOT NULL REFERENCES persons (id),
    made   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX same_people_head ON same_people (head);

ALTER TABLE list_people ADD COLUMN email TEXT; -- which of the addresses; NULL for somebody without

CREATE INDEX persons_name ON persons (name COLLATE NOCASE) WHERE name <> '';
