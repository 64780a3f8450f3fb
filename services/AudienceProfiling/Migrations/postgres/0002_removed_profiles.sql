-- Removed viewers that the profile store has not confirmed yet; written with the erasure, so that a crash does not leave them there.
CREATE TABLE removed_profiles (
    publisher_id text NOT NULL,
    hash text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (publisher_id, hash)
);
