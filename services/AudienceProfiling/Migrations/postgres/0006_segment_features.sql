-- Of each viewer who may be selected by the profile: what conditions of segments look at, see FeatureRows. Written with the viewer.
CREATE TABLE viewer_features (
    viewer_no BIGINT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    traits JSONB NOT NULL,
    -- feature * 2^31 + value, ascending
    features DOUBLE PRECISION[] NOT NULL,
    -- the same for events by their kept properties
    properties DOUBLE PRECISION[] NOT NULL
)
-- Rows stay in the page as long as they fit into it, and as they are: sizes read all of them.
WITH (fillfactor = 85, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE viewer_features ALTER COLUMN features SET STORAGE EXTERNAL;
ALTER TABLE viewer_features ALTER COLUMN properties SET STORAGE EXTERNAL;
CREATE INDEX viewer_features_publisher ON viewer_features (publisher_id);

-- Numbers of names, by digest; properties of events are JSON with digests for texts.
CREATE TABLE feature_keys (
    publisher_id TEXT NOT NULL,
    feature INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name_digest BYTEA NOT NULL,
    detail_digest BYTEA NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (publisher_id, feature)
);
CREATE UNIQUE INDEX feature_keys_name ON feature_keys (publisher_id, kind, name_digest, detail_digest);

-- Under which options the features were written, and up to which viewer (descending) they are being written anew; one row.
CREATE TABLE feature_build (
    form TEXT NOT NULL PRIMARY KEY,
    viewers_before BIGINT NULL
);

-- Reusable scores: sums of points, in the JSON of ScoreReading.
CREATE TABLE scores (
    publisher_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    elements TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (publisher_id, name)
);

-- How a lookalike segment was learned; its rule is an ordinary one.
CREATE TABLE lookalikes (
    segment_id UUID NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    seed_segment_id UUID NOT NULL,
    seed_version INTEGER NOT NULL,
    -- JSON of LookalikeReport
    report TEXT NOT NULL,
    learned_at BIGINT NOT NULL
);
