-- +goose Up
-- The ledger of the first release. Never edited after it: what changes later
-- is a migration of its own. Texts of time are RFC 3339; those of the ledger
-- itself are UTC, those of awards keep the issuer's offset.
PRAGMA application_id = 1112231022;
PRAGMA user_version = 1;

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pictures, designs and fonts by the SHA-256 of their bytes.
CREATE TABLE blobs (
    hash  TEXT PRIMARY KEY,
    type  TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE issuers (
    slug        TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    url         TEXT NOT NULL DEFAULT '',
    email       TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    base_url    TEXT NOT NULL DEFAULT '',
    timezone    TEXT NOT NULL,
    image       TEXT REFERENCES blobs (hash),
    made        TEXT NOT NULL
) STRICT;

CREATE TABLE keys (
    id        TEXT PRIMARY KEY,
    issuer    TEXT NOT NULL REFERENCES issuers (slug),
    algorithm TEXT NOT NULL,
    public    BLOB NOT NULL,
    multibase TEXT NOT NULL UNIQUE,
    made      TEXT NOT NULL,
    retired   TEXT,
    reason    TEXT NOT NULL DEFAULT '',
    worthless INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who an issuer was, and from when to when. Rows are only ever closed.
CREATE TABLE identities (
    id          INTEGER PRIMARY KEY,
    issuer      TEXT NOT NULL REFERENCES issuers (slug),
    method      TEXT NOT NULL,
    uri         TEXT NOT NULL UNIQUE,
    base_url    TEXT NOT NULL DEFAULT '',
    valid_from  TEXT NOT NULL,
    valid_until TEXT
) STRICT;

CREATE TABLE identity_keys (
    identity INTEGER NOT NULL REFERENCES identities (id),
    key      TEXT NOT NULL REFERENCES keys (id),
    PRIMARY KEY (identity, key)
) STRICT, WITHOUT ROWID;

-- A class is a lineage; what it says stands in its versions.
CREATE TABLE classes (
    slug         TEXT PRIMARY KEY,
    issuer       TEXT NOT NULL REFERENCES issuers (slug),
    state        TEXT NOT NULL,
    public_names INTEGER NOT NULL DEFAULT 0,
    made         TEXT NOT NULL
) STRICT;

CREATE TABLE class_versions (
    class              TEXT NOT NULL REFERENCES classes (slug),
    version            INTEGER NOT NULL,
    name               TEXT NOT NULL,
    description        TEXT NOT NULL,
    criteria_narrative TEXT NOT NULL DEFAULT '',
    criteria_url       TEXT NOT NULL DEFAULT '',
    tags               TEXT NOT NULL DEFAULT '[]',
    language           TEXT NOT NULL DEFAULT '',
    expires            TEXT NOT NULL DEFAULT '',
    rule               TEXT NOT NULL,
    with_schema        INTEGER NOT NULL DEFAULT 0,
    urn                TEXT NOT NULL UNIQUE,
    image              TEXT NOT NULL REFERENCES blobs (hash),
    data_image         TEXT NOT NULL REFERENCES blobs (hash),
    design             TEXT REFERENCES blobs (hash),
    more               TEXT NOT NULL DEFAULT '{}',
    made               TEXT NOT NULL,
    PRIMARY KEY (class, version)
) STRICT;

CREATE TABLE persons (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL DEFAULT '',
    given_name  TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL DEFAULT '',
    name_key    TEXT UNIQUE, -- of somebody without an address: the name, folded
    made        TEXT NOT NULL,
    erased      TEXT
) STRICT;

CREATE TABLE addresses (
    email  TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES persons (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_person ON addresses (person);

CREATE TABLE batches (
    id       TEXT PRIMARY KEY,
    class    TEXT NOT NULL,
    version  INTEGER NOT NULL,
    source   TEXT NOT NULL,
    mark     TEXT NOT NULL, -- hash of class, roster, mapping, options: the same command gives the same mark
    round    INTEGER NOT NULL DEFAULT 0,
    roster   TEXT NOT NULL DEFAULT '', -- the file's name
    options  TEXT NOT NULL DEFAULT '{}',
    planned  TEXT NOT NULL, -- time of the plan; the time of everything that follows from it
    finished TEXT,
    nonce    BLOB,
    UNIQUE (mark, round),
    FOREIGN KEY (class, version) REFERENCES class_versions (class, version)
) STRICT;

-- One row for each badge given. Everything random was drawn when it was planned.
CREATE TABLE awards (
    n         INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE,
    batch     TEXT NOT NULL REFERENCES batches (id),
    row       INTEGER NOT NULL,
    class     TEXT NOT NULL,
    version   INTEGER NOT NULL,
    person    TEXT NOT NULL REFERENCES persons (id),
    source    TEXT NOT NULL,
    event_key TEXT,
    issued_on TEXT NOT NULL,
    expires   TEXT,
    name      TEXT,
    email     TEXT,
    evidence  TEXT,
    narrative TEXT,
    language  TEXT,
    fields    TEXT, -- the roster's other columns, as JSON
    salt      TEXT,
    subject   TEXT,
    replaces  TEXT REFERENCES awards (id),
    nonce     BLOB,
    UNIQUE (class, event_key),
    FOREIGN KEY (class, version) REFERENCES class_versions (class, version)
) STRICT;
CREATE INDEX awards_batch ON awards (batch, row);
CREATE INDEX awards_person ON awards (person);
CREATE INDEX awards_email ON awards (email);

-- Where each award stands, written with the event that says so.
CREATE TABLE states (
    award    TEXT PRIMARY KEY REFERENCES awards (id),
    state    TEXT NOT NULL,
    reason   TEXT NOT NULL DEFAULT '',
    class    TEXT NOT NULL,
    person   TEXT NOT NULL,
    batch    TEXT NOT NULL,
    once_key TEXT UNIQUE,
    seq      INTEGER REFERENCES events (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX states_class ON states (class, state);
CREATE INDEX states_person ON states (person, class);
CREATE INDEX states_batch ON states (batch, state);

-- Documents with their holes taken out, by the SHA-256 of the text.
CREATE TABLE shapes (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL, -- how splicing joins it: 'json'
    text BLOB NOT NULL
) STRICT;

-- A credential made for an award. Bytes = shape + vals + proof by splicing, or
-- whole when that would not give them. Planned faces have no sha256 yet.
CREATE TABLE faces (
    n            INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    award        TEXT NOT NULL REFERENCES awards (id),
    format       TEXT NOT NULL,
    identity     INTEGER NOT NULL REFERENCES identities (id),
    key          TEXT REFERENCES keys (id),
    created      TEXT NOT NULL,
    status_list  TEXT REFERENCES status_lists (name),
    status_index INTEGER,
    shape        TEXT REFERENCES shapes (hash),
    vals         BLOB,
    proof        TEXT,
    whole        BLOB,
    sha256       BLOB,
    nonce        BLOB, -- of faces added later, for their own event
    UNIQUE (award, format, identity),
    UNIQUE (status_list, status_index)
) STRICT;

CREATE TABLE status_lists (
    name     TEXT PRIMARY KEY,
    identity INTEGER NOT NULL REFERENCES identities (id),
    key      TEXT NOT NULL REFERENCES keys (id),
    purpose  TEXT NOT NULL,
    size     INTEGER NOT NULL,
    made     TEXT NOT NULL,
    doc      BLOB,    -- the signed list as published
    doc_made TEXT
) STRICT;

-- What happened, in order, for ever. The chain runs over commitments, so a
-- person's payload can go and the chain still proves itself.
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    commitment BLOB NOT NULL,
    hash       BLOB NOT NULL
) STRICT;
CREATE INDEX events_subject ON events (subject, seq);

CREATE TABLE payloads (
    seq   INTEGER PRIMARY KEY REFERENCES events (seq),
    nonce BLOB NOT NULL,
    body  TEXT NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER awards_never_go BEFORE DELETE ON awards
BEGIN SELECT RAISE(ABORT, 'awards are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER faces_never_go BEFORE DELETE ON faces
BEGIN SELECT RAISE(ABORT, 'faces are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER faces_are_frozen BEFORE UPDATE OF id, award, format, identity, key, created, status_list, status_index, shape, proof, sha256 ON faces
WHEN OLD.sha256 IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'faces are frozen'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER class_versions_stay BEFORE UPDATE ON class_versions
BEGIN SELECT RAISE(ABORT, 'an edit makes a new version'); END;
-- +goose StatementEnd
