-- +goose Up
-- What a search looks through: the awards' names, folded, and addresses, a
-- thousand awards to a chunk, and which sequences of letters a chunk has at
-- all. It is made from the awards and says nothing that they do not: a chunk
-- that is missing is searched for in the awards themselves, and is made again.
PRAGMA user_version = 7;

CREATE TABLE search_chunks (
    chunk INTEGER PRIMARY KEY, -- awards chunk*1024 to chunk*1024+1023
    grams BLOB NOT NULL        -- bits by hash of three bytes each
) STRICT;

CREATE TABLE search_texts (
    chunk  INTEGER PRIMARY KEY REFERENCES search_chunks (chunk) ON DELETE CASCADE,
    names  BLOB NOT NULL, -- one line for each award
    emails BLOB NOT NULL
) STRICT;

-- Who erases or mends a row need not know of the search.
-- +goose StatementBegin
CREATE TRIGGER search_forgets AFTER UPDATE OF n, name, email ON awards
BEGIN
    DELETE FROM search_texts WHERE chunk IN (OLD.n / 1024, NEW.n / 1024);
    DELETE FROM search_chunks WHERE chunk IN (OLD.n / 1024, NEW.n / 1024);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_forgets_before AFTER INSERT ON awards
WHEN EXISTS (SELECT 1 FROM search_chunks WHERE chunk = NEW.n / 1024)
BEGIN
    DELETE FROM search_texts WHERE chunk = NEW.n / 1024;
    DELETE FROM search_chunks WHERE chunk = NEW.n / 1024;
END;
-- +goose StatementEnd
