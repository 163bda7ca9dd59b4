-- +goose Up
-- What is to leave the house, and what became of it: one row for an award and
-- a channel. Channels are a kind and, where there are several of it, a name:
-- 'mail:club', 'push:ana', 'claim', 'print'. Times are milliseconds since 1970,
-- because lists of a million rows are gone through by them. Secrets are no rows.
PRAGMA user_version = 10;

CREATE TABLE outbox (
    n       INTEGER PRIMARY KEY AUTOINCREMENT,
    award   TEXT NOT NULL REFERENCES awards (id),
    channel TEXT NOT NULL,
    kind    TEXT NOT NULL,              -- of the channel
    batch   TEXT NOT NULL,              -- the award's
    state   TEXT NOT NULL,              -- waiting, leased, held, delivered, failed, bounced, cancelled
    ticket  TEXT NOT NULL DEFAULT '',   -- random, drawn once: what the other side recognises a repetition by
    made    INTEGER NOT NULL,
    due     INTEGER NOT NULL,           -- not before
    tries   INTEGER NOT NULL DEFAULT 0,
    tried   INTEGER NOT NULL DEFAULT 0, -- the last time
    worker  TEXT NOT NULL DEFAULT '',   -- who holds the lease
    until   INTEGER NOT NULL DEFAULT 0, -- and how long
    code    TEXT NOT NULL DEFAULT '',   -- why it stands where it stands
    answer  TEXT NOT NULL DEFAULT '',   -- the other side's own words
    changed INTEGER NOT NULL,           -- since when it stands there
    UNIQUE (award, channel)
) STRICT;
CREATE INDEX outbox_due ON outbox (state, channel, due);
CREATE INDEX outbox_batch ON outbox (batch, state);
CREATE INDEX outbox_rate ON outbox (channel, tried) WHERE tried > 0;

-- Channels, or kinds of them, that are paused; '' is all of them.
CREATE TABLE outbox_pauses (
    channel TEXT PRIMARY KEY,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was taken back is not sent, whatever program takes it back. What was
-- leased just then is looked at by who sends it.
-- +goose StatementBegin
CREATE TRIGGER outbox_forgets AFTER UPDATE OF state ON states
WHEN NEW.state IN ('revoked', 'undone')
BEGIN
    UPDATE outbox SET state = 'cancelled', code = NEW.state, changed = unixepoch() * 1000
    WHERE award = NEW.award AND state IN ('waiting', 'held', 'failed');
END;
-- +goose StatementEnd

-- How mail is sent. Passwords lie sealed beside the keys.
CREATE TABLE mail_profiles (
    name        TEXT PRIMARY KEY,
    host        TEXT NOT NULL,
    port        INTEGER NOT NULL,
    security    TEXT NOT NULL, -- starttls, tls, none
    auth        TEXT NOT NULL, -- auto, none, plain, login, cram-md5, scram-sha-1, scram-sha-256, xoauth2
    username    TEXT NOT NULL DEFAULT '',
    sender      TEXT NOT NULL,
    sender_name TEXT NOT NULL DEFAULT '',
    reply_to    TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '', -- of the one certificate that is trusted although nobody vouches for it
    per_minute  INTEGER NOT NULL DEFAULT 0,
    per_hour    INTEGER NOT NULL DEFAULT 0,
    per_day     INTEGER NOT NULL DEFAULT 0,
    at_once     INTEGER NOT NULL DEFAULT 0, -- connections; 0 for the usual
    made        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What mails say where somebody wrote their own: for a class, or '' for all.
CREATE TABLE mail_templates (
    class    TEXT NOT NULL,
    purpose  TEXT NOT NULL, -- award, reminder, expiring
    language TEXT NOT NULL,
    subject  TEXT NOT NULL,
    text     TEXT NOT NULL,
    html     TEXT NOT NULL DEFAULT '', -- '' is made of the text
    made     TEXT NOT NULL,
    PRIMARY KEY (class, purpose, language)
) STRICT, WITHOUT ROWID;
