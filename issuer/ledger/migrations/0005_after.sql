-- +goose Up
-- What comes after an award: corrections, batches taken back, people who are
-- erased, lists of people that are kept.
PRAGMA user_version = 5;

-- When a credential of 3.0 begins to hold, if that is not the day of the award:
-- a correction holds from the day it was made.
ALTER TABLE awards ADD COLUMN valid_from TEXT;
ALTER TABLE batches ADD COLUMN undone TEXT;
CREATE INDEX awards_replaces ON awards (replaces) WHERE replaces IS NOT NULL;

-- Which awards left the house, and how: 'site' when published, 'mail' when
-- sent, 'push' when pushed. A batch none of which did can be undone.
CREATE TABLE releases (
    award TEXT NOT NULL REFERENCES awards (id),
    way   TEXT NOT NULL,
    at    TEXT NOT NULL,
    PRIMARY KEY (award, way)
) STRICT, WITHOUT ROWID;

CREATE TABLE lists (
    name TEXT PRIMARY KEY,
    made TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE list_people (
    list   TEXT NOT NULL REFERENCES lists (name),
    n      INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES persons (id),
    PRIMARY KEY (list, n),
    UNIQUE (list, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_people_person ON list_people (person);
