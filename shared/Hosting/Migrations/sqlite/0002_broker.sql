-- Messages of a partition are kept in order; null for kinds that have none.
ALTER TABLE outbox ADD COLUMN partition INTEGER NULL;
-- One queue instead of all that subscribe; null is the usual.
ALTER TABLE outbox ADD COLUMN destination TEXT NULL;
-- Not sent before: nobody took it last time.
ALTER TABLE outbox ADD COLUMN retry_at INTEGER NULL;

-- State of other services that this one was not there to hear of: asked for at the first start.
CREATE TABLE snapshots (
    message_type TEXT NOT NULL PRIMARY KEY,
    requested_at INTEGER NOT NULL,
    completed_at INTEGER NULL
) STRICT;
