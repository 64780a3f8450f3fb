-- What a creative was written from, so that an edited text is checked against the same facts.
ALTER TABLE generations ADD COLUMN brief TEXT;
ALTER TABLE generations ADD COLUMN segments TEXT;
ALTER TABLE creatives ADD COLUMN eyes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE creatives ADD COLUMN disclosures TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reviews ADD COLUMN rule TEXT;

CREATE TABLE changes (
    account_id TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    creative_version INTEGER NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    comment TEXT,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (creative_id, creative_version, field)
) STRICT;

CREATE TABLE comments (
    comment_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    creative_version INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX comments_of_creative ON comments (creative_id);

-- SHA-256 of language, text and source.
CREATE TABLE approved_claims (
    account_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (account_id, claim)
) STRICT;

-- How an account's creatives are approved; never changed, only followed by another row.
CREATE TABLE approval_settings (
    account_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    mode TEXT NOT NULL,
    refresh TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, version)
) STRICT;

-- What delivery reported of creatives, by learning context and day (UTC).
CREATE TABLE exposures (
    creative_id TEXT NOT NULL,
    context TEXT NOT NULL,
    day TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    PRIMARY KEY (creative_id, context, day)
) STRICT;

CREATE TABLE counted_records (
    record_id TEXT NOT NULL PRIMARY KEY
) STRICT;

CREATE TABLE looks (
    campaign_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    looks INTEGER NOT NULL
) STRICT;

CREATE TABLE refreshes (
    refresh_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    winners TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ordered_version INTEGER,
    ordered_by TEXT,
    ordered_at INTEGER
) STRICT;
CREATE INDEX refreshes_of_campaign ON refreshes (account_id, campaign_id);
