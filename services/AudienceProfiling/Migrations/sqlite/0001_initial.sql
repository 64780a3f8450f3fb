-- A viewer: everything held about one person is in the document (JSON), the columns are for queries.
CREATE TABLE viewers (
    viewer_no INTEGER PRIMARY KEY AUTOINCREMENT,
    publisher_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    -- Rules and day under which the memberships in the document were evaluated; see SegmentRules.
    evaluation INTEGER NOT NULL,
    document BLOB NOT NULL
) STRICT;
CREATE INDEX viewers_evaluation ON viewers (publisher_id, evaluation);

CREATE TABLE viewer_ids (
    publisher_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    viewer_no INTEGER NOT NULL,
    -- As other services name the viewer; see ViewerHash.
    hash TEXT NOT NULL,
    PRIMARY KEY (publisher_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX viewer_ids_viewer ON viewer_ids (viewer_no);
CREATE UNIQUE INDEX viewer_ids_hash ON viewer_ids (publisher_id, hash);

-- Message and delivery record ids that were applied, as 16 bytes of their SHA-256.
CREATE TABLE seen_messages (
    publisher_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_messages_seen_at ON seen_messages (seen_at);

-- Ids that were erased, under a keyed hash: their earlier events are refused, and later ones too while the viewer refuses.
CREATE TABLE erasures (
    publisher_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, hash)
) STRICT, WITHOUT ROWID;

-- A copy of MediaPlanning's catalogue: genres and categories are JSON lists.
CREATE TABLE titles (
    publisher_id TEXT NOT NULL,
    title_id TEXT NOT NULL,
    name TEXT NOT NULL,
    genres TEXT NOT NULL,
    categories TEXT NOT NULL,
    PRIMARY KEY (publisher_id, title_id)
) STRICT, WITHOUT ROWID;

-- Events of titles that were not catalogued yet; counted for their genres, and deleted here, when that happens. Kept 30 days.
CREATE TABLE unknown_title_events (
    publisher_id TEXT NOT NULL,
    title_id TEXT NOT NULL,
    viewer_no INTEGER NOT NULL,
    kind TEXT NOT NULL,
    weight REAL NOT NULL,
    at INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX unknown_title_events_title ON unknown_title_events (publisher_id, title_id);
CREATE INDEX unknown_title_events_viewer ON unknown_title_events (viewer_no);

CREATE TABLE segments (
    segment_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    description TEXT NULL,
    origin TEXT NOT NULL,
    version INTEGER NOT NULL,
    rule TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (publisher_id, name)
) STRICT;

-- Every rule that a segment ever had: id and version name one immutable rule.
CREATE TABLE segment_versions (
    segment_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (segment_id, version)
) STRICT;

-- The answer to each PrepareAudience, so that the same command gives the same answer.
CREATE TABLE prepared_audiences (
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    prepared TEXT NULL,
    rejected TEXT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, campaign_version)
) STRICT;
