-- +goose Up
-- Further members of awards and issuers, suspensions beside revocations.
PRAGMA user_version = 2;

ALTER TABLE awards ADD COLUMN more TEXT;
ALTER TABLE issuers ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
ALTER TABLE faces ADD COLUMN pause_list TEXT REFERENCES status_lists (name);
ALTER TABLE faces ADD COLUMN pause_index INTEGER;
CREATE UNIQUE INDEX faces_pause ON faces (pause_list, pause_index);

-- +goose StatementBegin
CREATE TRIGGER faces_stay_paused_where BEFORE UPDATE OF pause_list, pause_index ON faces
WHEN OLD.sha256 IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'faces are frozen'); END;
-- +goose StatementEnd
