-- +goose Up
-- What a public page was made of, as a hash: a page that would come out as it
-- lies on a target is not made. Taken back when its person is erased.
PRAGMA user_version = 13;

ALTER TABLE published ADD COLUMN inputs BLOB;
