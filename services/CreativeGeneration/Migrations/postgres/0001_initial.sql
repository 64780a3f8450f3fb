-- One row a campaign version: what it was written from, how it ended.
CREATE TABLE generations (
    account_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
    campaign_version INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_name TEXT NOT NULL,
    seed INTEGER NOT NULL,
    facts TEXT NOT NULL,
    rejection_counts TEXT NOT NULL,
    failed_field TEXT,
    failed_reason TEXT,
    finished_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, campaign_id, campaign_version)
);

CREATE TABLE creatives (
    creative_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
    campaign_version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    segment_id UUID NOT NULL,
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
    last_day DATE,
    score DOUBLE PRECISION NOT NULL,
    provenance TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX creatives_of_campaign ON creatives (account_id, campaign_id, campaign_version, ordinal);
CREATE INDEX creatives_with_asset ON creatives (asset_sha256, status) WHERE asset_sha256 IS NOT NULL;

CREATE TABLE reviews (
    account_id TEXT NOT NULL,
    creative_id UUID NOT NULL,
    creative_version INTEGER NOT NULL,
    decision TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    comment TEXT,
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (creative_id, creative_version)
);

-- Content-addressed, and kept per account: what another account has rendered says nothing.
CREATE TABLE assets (
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, sha256)
);
CREATE INDEX assets_by_hash ON assets (sha256);

CREATE TABLE rejections (
    account_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
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
);
