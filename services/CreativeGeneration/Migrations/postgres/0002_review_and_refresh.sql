-- What a creative was written from, so that an edited text is checked against the same facts.
ALTER TABLE generations ADD COLUMN brief TEXT;
ALTER TABLE generations ADD COLUMN segments TEXT;
ALTER TABLE creatives ADD COLUMN eyes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE creatives ADD COLUMN disclosures TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN rule TEXT;

CREATE TABLE changes (
    account_id TEXT NOT NULL,
    creative_id UUID NOT NULL,
    creative_version INTEGER NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    comment TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (creative_id, creative_version, field)
);

CREATE TABLE comments (
    comment_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    creative_id UUID NOT NULL,
    creative_version INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX comments_of_creative ON comments (creative_id);

-- SHA-256 of language, text and source.
CREATE TABLE approved_claims (
    account_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (account_id, claim)
);

-- How an account's creatives are approved; never changed, only followed by another row.
CREATE TABLE approval_settings (
    account_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    mode TEXT NOT NULL,
    refresh TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, version)
);

-- What delivery reported of creatives, by learning context and day (UTC).
CREATE TABLE exposures (
    creative_id UUID NOT NULL,
    context TEXT NOT NULL,
    day DATE NOT NULL,
    impressions BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    PRIMARY KEY (creative_id, context, day)
);

CREATE TABLE counted_records (
    record_id TEXT NOT NULL PRIMARY KEY
);

CREATE TABLE looks (
    campaign_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    impressions BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    looks INTEGER NOT NULL
);

CREATE TABLE refreshes (
    refresh_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
    campaign_version INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    winners TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ordered_version INTEGER,
    ordered_by TEXT,
    ordered_at BIGINT
);
CREATE INDEX refreshes_of_campaign ON refreshes (account_id, campaign_id);
