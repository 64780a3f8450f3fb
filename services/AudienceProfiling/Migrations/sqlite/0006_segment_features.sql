-- Of each viewer who may be selected by the profile: what conditions of segments look at, see FeatureRows. Written with the viewer.
CREATE TABLE viewer_features (
    viewer_no INTEGER NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    traits TEXT NOT NULL,
    -- feature * 2^31 + value, ascending
    features BLOB NOT NULL,
    -- the same for events by their kept properties
    properties BLOB NOT NULL
) STRICT;
CREATE INDEX viewer_features_publisher ON viewer_features (publisher_id);

-- Numbers of names, by digest; properties of events are JSON with digests for texts.
CREATE TABLE feature_keys (
    publisher_id TEXT NOT NULL,
    feature INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name_digest BLOB NOT NULL,
    detail_digest BLOB NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (publisher_id, feature)
) STRICT;
CREATE UNIQUE INDEX feature_keys_name ON feature_keys (publisher_id, kind, name_digest, detail_digest);

-- Under which options the features were written, and up to which viewer (descending) they are being written anew; one row.
CREATE TABLE feature_build (
    form TEXT NOT NULL PRIMARY KEY,
    viewers_before INTEGER NULL
) STRICT;

-- Reusable scores: sums of points, in the JSON of ScoreReading.
CREATE TABLE scores (
    publisher_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    elements TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, name)
) STRICT;

-- How a lookalike segment was learned; its rule is an ordinary one.
CREATE TABLE lookalikes (
    segment_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    seed_segment_id TEXT NOT NULL,
    seed_version INTEGER NOT NULL,
    -- JSON of LookalikeReport
    report TEXT NOT NULL,
    learned_at INTEGER NOT NULL
) STRICT;
