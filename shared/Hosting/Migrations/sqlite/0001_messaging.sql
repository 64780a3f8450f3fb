-- Messages that were accepted with the business change and still wait for a consumer; deleted when all consumers have committed.
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    message_type TEXT NOT NULL,
    account_id TEXT NOT NULL,
    body TEXT NOT NULL,
    trace_parent TEXT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- What a consumer has committed: the same message again changes nothing. Kept 7 days.
CREATE TABLE inbox (
    message_id TEXT NOT NULL,
    consumer TEXT NOT NULL,
    consumed_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, consumer)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_consumed_at ON inbox (consumed_at);

-- Messages that could not be consumed, with the reason; they can be replayed.
CREATE TABLE message_errors (
    message_id TEXT NOT NULL,
    consumer TEXT NOT NULL,
    message_type TEXT NOT NULL,
    account_id TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    failed_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, consumer)
) STRICT;

CREATE TABLE idempotency_keys (
    account_id TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT NULL,
    location TEXT NULL,
    etag TEXT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT;
CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);

CREATE TABLE api_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    key_hash TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    account_kind TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at INTEGER NULL,
    revoked_at INTEGER NULL
) STRICT;
