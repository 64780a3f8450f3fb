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
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, version)
);
