-- What an erasure did, store by store; nothing in it names the viewer.
CREATE TABLE erasure_receipts (
    erasure_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    -- JSON: stores of this service, and what delivery answered.
    stores TEXT NOT NULL,
    dropped TEXT NULL,
    -- Queues of viewer events: a batch without events goes through each behind what waits there; null until it was sent.
    sweep_id TEXT NULL,
    queues_left INTEGER NOT NULL,
    swept_at INTEGER NULL
) STRICT;
CREATE INDEX erasure_receipts_sweep ON erasure_receipts (sweep_id);

ALTER TABLE removed_profiles ADD COLUMN erasure_id TEXT NULL;
CREATE INDEX removed_profiles_erasure ON removed_profiles (erasure_id);
