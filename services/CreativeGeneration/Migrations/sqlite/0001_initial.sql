-- One row a campaign version: what it was written from, how it ended.
CREATE TABLE generations (
    account_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_name TEXT NOT NULL,
    seed INTEGER NOT NULL,
    facts TEXT NOT NULL,
    rejection_counts TEXT NOT NULL,
    failed_field TEXT,
    failed_reason TEXT,
    finished_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, campaign_id, campaign_version)
) STRICT;

CREATE TABLE creatives (
    creative_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    segment_id TEXT NOT NULL,
    segment_name TEXT NOT NULL,
    format TEXT NOT NULL,
    locale TEXT NOT NULL,
    angle TEXT NOT NULL,
    evidence TEXT,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    texts TEXT NOT NULL,
    asset_sha256 TEXT,
    width INTEGER,
    height INTEGER,
    landing_url TEXT NOT NULL,
    last_day TEXT,
    score REAL NOT NULL,
    provenance TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX creatives_of_campaign ON creatives (account_id, campaign_id, campaign_version, ordinal);
CREATE INDEX creatives_with_asset ON creatives (asset_sha256, status);

CREATE TABLE reviews (
    account_id TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    creative_version INTEGER NOT NULL,
    decision TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    comment TEXT,
    reviewed_at INTEGER NOT NULL,
    PRIMARY KEY (creative_id, creative_version)
) STRICT;

-- Content-addressed, and kept per account: what another account has rendered says nothing.
CREATE TABLE assets (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sha256)
) STRICT;
CREATE INDEX assets_by_hash ON assets (sha256);

CREATE TABLE rejections (
    account_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    format TEXT NOT NULL,
    locale TEXT NOT NULL,
    slot TEXT NOT NULL,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    writer TEXT NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (account_id, campaign_id, campaign_version, ordinal)
) STRICT;
