-- +goose Up
-- Fewer indexes: each of these had an entry at a random place for every award,
-- which costs an award of many the more the larger the ledger is, and what was
-- asked of them others answer: those of states by person, of awards by batch,
-- and the narrow table that lists go by.
PRAGMA user_version = 14;

DROP INDEX awards_person; -- states_person
DROP INDEX states_class;  -- listed_classes
DROP INDEX states_batch;  -- awards_batch, listed

-- Few faces can be suspended.
DROP INDEX faces_pause;
CREATE UNIQUE INDEX faces_pause ON faces (pause_list, pause_index) WHERE pause_list IS NOT NULL;

-- An award begins as pending and is listed by the number that it has just been
-- given, without being looked up.
DROP TRIGGER listed_joins;
-- +goose StatementBegin
CREATE TRIGGER listed_joins AFTER INSERT ON awards
BEGIN
    INSERT INTO listed (n, awarded, expires, class, version, state)
        VALUES (NEW.n, coalesce(unixepoch(NEW.issued_on), 0), unixepoch(NEW.expires), NEW.class, NEW.version, 'pending');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listed_begins AFTER INSERT ON states WHEN NEW.state <> 'pending'
BEGIN
    UPDATE listed SET class = NEW.class, state = NEW.state WHERE n = (SELECT n FROM awards WHERE id = NEW.award);
END;
-- +goose StatementEnd
