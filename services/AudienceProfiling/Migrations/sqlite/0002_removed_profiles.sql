-- Removed viewers that the profile store has not confirmed yet; written with the erasure, so that a crash does not leave them there.
CREATE TABLE removed_profiles (
    publisher_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, hash)
) STRICT, WITHOUT ROWID;
