CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    operator INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE issued_keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    issued_by TEXT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NULL,
    revoked_at INTEGER NULL
) STRICT;
CREATE INDEX issued_keys_account ON issued_keys (account_id, key_id);

CREATE TABLE campaigns (
    campaign_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    name TEXT NOT NULL,
    brief_json TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    audience_json TEXT NULL,
    creative_count INTEGER NULL,
    plan_id TEXT NULL,
    plan_json TEXT NULL,
    approved_by TEXT NULL,
    failure_step TEXT NULL,
    failure_field TEXT NULL,
    failure_reason TEXT NULL
) STRICT;
CREATE INDEX campaigns_account ON campaigns (account_id, campaign_id);
CREATE INDEX campaigns_state ON campaigns (state);

CREATE TABLE campaign_steps (
    campaign_id TEXT NOT NULL,
    step TEXT NOT NULL,
    deadline_at INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, step)
) STRICT;
CREATE INDEX campaign_steps_deadline ON campaign_steps (deadline_at);

CREATE TABLE campaign_progress (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    message TEXT NOT NULL,
    done INTEGER NULL,
    total INTEGER NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_progress_campaign ON campaign_progress (campaign_id, sequence);

CREATE TABLE campaign_creatives (
    creative_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    format TEXT NOT NULL,
    locale TEXT NOT NULL,
    angle TEXT NOT NULL,
    review_version INTEGER NOT NULL,
    approved INTEGER NOT NULL
) STRICT;
CREATE INDEX campaign_creatives_campaign ON campaign_creatives (campaign_id);

-- One row a delivery record, for ever unique: a repeated batch adds nothing.
CREATE TABLE delivery_records (
    record_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery_days (
    campaign_id TEXT NOT NULL,
    day TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    completions INTEGER NOT NULL,
    spend_micros INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, day, creative_id)
) STRICT, WITHOUT ROWID;
