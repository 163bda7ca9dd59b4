-- +goose Up
-- What lists of awards go by, narrow enough that a million are gone through
-- while somebody waits, and what a search begins with: which awards have a
-- sequence of three letters. Both are made from the awards and say nothing that
-- those do not.
PRAGMA user_version = 9;

CREATE TABLE listed (
    n       INTEGER PRIMARY KEY, -- the award's
    awarded INTEGER NOT NULL,    -- in seconds, as expires
    expires INTEGER,
    class   TEXT NOT NULL,
    version INTEGER NOT NULL,
    state   TEXT NOT NULL
) STRICT;
INSERT INTO listed (n, awarded, expires, class, version, state)
    SELECT a.n, coalesce(unixepoch(a.issued_on), 0), unixepoch(a.expires), s.class, a.version, s.state
    FROM awards a JOIN states s ON s.award = a.id ORDER BY a.n;
CREATE INDEX listed_awarded ON listed (awarded, n, class, state, expires);
CREATE INDEX listed_classes ON listed (class, version, state); -- to be counted

-- Events of which there are few are asked for by their kind.
CREATE INDEX events_rare ON events (kind, at) WHERE kind NOT IN ('award.issued', 'face.made');

-- +goose StatementBegin
CREATE TRIGGER listed_joins AFTER INSERT ON states
BEGIN
    INSERT INTO listed (n, awarded, expires, class, version, state)
        SELECT n, coalesce(unixepoch(issued_on), 0), unixepoch(expires), NEW.class, version, NEW.state FROM awards WHERE id = NEW.award;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listed_follows AFTER UPDATE OF class, state ON states
BEGIN
    UPDATE listed SET class = NEW.class, state = NEW.state WHERE n = (SELECT n FROM awards WHERE id = NEW.award);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listed_dates AFTER UPDATE OF issued_on, expires ON awards
BEGIN
    UPDATE listed SET awarded = coalesce(unixepoch(NEW.issued_on), 0), expires = unixepoch(NEW.expires) WHERE n = NEW.n;
END;
-- +goose StatementEnd

DROP TRIGGER search_forgets;
DROP TRIGGER search_forgets_before;
DROP TABLE search_texts;
DROP TABLE search_chunks;

CREATE TABLE search_chunks (
    chunk  INTEGER PRIMARY KEY, -- awards chunk*1024 to chunk*1024+1023
    oldest INTEGER NOT NULL,    -- of their days, in seconds
    newest INTEGER NOT NULL
) STRICT;

CREATE TABLE search_texts (
    chunk  INTEGER PRIMARY KEY REFERENCES search_chunks (chunk) ON DELETE CASCADE,
    names  BLOB NOT NULL, -- one line for each award
    emails BLOB NOT NULL
) STRICT;

-- Eight chunks each. A stale one is made again by the change that made it so.
CREATE TABLE search_segments (
    segment INTEGER PRIMARY KEY,
    stale   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE search_grams (
    place  INTEGER PRIMARY KEY, -- the three bytes, then twenty bits of the segment's number
    awards BLOB NOT NULL        -- differences as varints, or a bit for each
) STRICT;

-- Who erases or mends a row need not know of the search.
-- +goose StatementBegin
CREATE TRIGGER search_forgets AFTER UPDATE OF n, name, email, issued_on ON awards
BEGIN
    DELETE FROM search_texts WHERE chunk IN (OLD.n / 1024, NEW.n / 1024);
    DELETE FROM search_chunks WHERE chunk IN (OLD.n / 1024, NEW.n / 1024);
    UPDATE search_segments SET stale = 1 WHERE segment IN (OLD.n / 8192, NEW.n / 8192);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_forgets_before AFTER INSERT ON awards
WHEN EXISTS (SELECT 1 FROM search_chunks WHERE chunk = NEW.n / 1024)
BEGIN
    DELETE FROM search_texts WHERE chunk = NEW.n / 1024;
    DELETE FROM search_chunks WHERE chunk = NEW.n / 1024;
    UPDATE search_segments SET stale = 1 WHERE segment = NEW.n / 8192;
END;
-- +goose StatementEnd
