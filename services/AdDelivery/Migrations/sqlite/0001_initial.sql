-- What Campaigns activated, as of the highest version seen.
CREATE TABLE campaigns (
    campaign_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    plan_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL,
    objective TEXT NOT NULL,
    currency TEXT NOT NULL,
    budget_micros INTEGER NOT NULL,
    flight_start TEXT NOT NULL,
    flight_end TEXT NOT NULL,
    zone TEXT NOT NULL,
    cap_per_day INTEGER NULL,
    cap_per_flight INTEGER NULL,
    advertiser_domain TEXT NOT NULL,
    advertiser_category TEXT NULL,
    activated_at INTEGER NOT NULL
) STRICT;

-- Its own table, because a pause or an end may be heard of before the activation.
CREATE TABLE campaign_states (
    campaign_id TEXT NOT NULL PRIMARY KEY,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Bought lines; the ones of an earlier plan stay, for their tokens are still out.
CREATE TABLE lines (
    line_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    plan_version INTEGER NOT NULL,
    title_id TEXT NOT NULL,
    format TEXT NOT NULL,
    geography TEXT NOT NULL,
    budget_micros INTEGER NOT NULL,
    document TEXT NOT NULL
) STRICT;
CREATE INDEX lines_campaign ON lines (campaign_id, plan_version);

-- Reviewed creatives; the document is the serving form, null unless approved.
CREATE TABLE creatives (
    creative_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    decision TEXT NOT NULL,
    landing_url TEXT NULL,
    document TEXT NULL,
    reviewed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX creatives_campaign ON creatives (campaign_id);

CREATE TABLE titles (
    publisher_id TEXT NOT NULL,
    title_id TEXT NOT NULL,
    name TEXT NOT NULL,
    genres TEXT NOT NULL,
    categories TEXT NOT NULL,
    PRIMARY KEY (publisher_id, title_id)
) STRICT;

-- What serving has to take over: campaign:{id} or titles:{publisher}. Removed when taken at the same number of marks.
CREATE TABLE changes (
    subject TEXT NOT NULL PRIMARY KEY,
    marks INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Versions of a publisher's snapshot: what it consisted of at version v are each campaign's latest documents up to v.
CREATE TABLE snapshot_versions (
    publisher_id TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE serving_documents (
    campaign_id TEXT NOT NULL,
    snapshot_version INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, snapshot_version)
) STRICT;
CREATE INDEX serving_documents_publisher ON serving_documents (publisher_id, snapshot_version);
CREATE TABLE allocation_documents (
    campaign_id TEXT NOT NULL,
    snapshot_version INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, snapshot_version)
) STRICT;
CREATE INDEX allocation_documents_publisher ON allocation_documents (publisher_id, snapshot_version);

-- The ledger. Always: billed of a line + open leases' (granted - billed) <= the line's budget; the same over a campaign.
CREATE TABLE spend (
    line_id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    billed_micros INTEGER NOT NULL,
    billed_impressions INTEGER NOT NULL,
    unbilled_impressions INTEGER NOT NULL,
    clicks INTEGER NOT NULL
) STRICT;
CREATE INDEX spend_campaign ON spend (campaign_id);
CREATE TABLE leases (
    lease_id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    granted_micros INTEGER NOT NULL,
    billed_micros INTEGER NOT NULL CHECK (billed_micros <= granted_micros),
    -- Whoever held it may be gone: from then on no token of it can be billed, and its rest is free.
    reclaim_at INTEGER NOT NULL
) STRICT;
CREATE INDEX leases_campaign ON leases (campaign_id);
CREATE INDEX leases_reclaim ON leases (reclaim_at);

-- Slots of capped campaigns; until is null once the impression came.
CREATE TABLE cap_uses (
    decision_id TEXT NOT NULL,
    viewer_hash TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    day TEXT NOT NULL,
    until INTEGER NULL,
    PRIMARY KEY (decision_id, viewer_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX cap_uses_viewer ON cap_uses (publisher_id, viewer_hash);
CREATE INDEX cap_uses_campaign ON cap_uses (campaign_id);

-- What was decided, with all that replays it; nothing in it names a viewer.
CREATE TABLE decisions (
    decision_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    snapshot_version INTEGER NOT NULL,
    inputs TEXT NOT NULL,
    line_id TEXT NULL,
    creative_id TEXT NULL,
    propensity REAL NULL
) STRICT;
CREATE INDEX decisions_at ON decisions (at);

-- What came of decisions: one of a kind each.
CREATE TABLE events (
    decision_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    context TEXT NOT NULL,
    uniform INTEGER NOT NULL,
    viewer_hash TEXT NULL,
    charge_micros INTEGER NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (decision_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_viewer ON events (publisher_id, viewer_hash) WHERE viewer_hash IS NOT NULL;
CREATE INDEX events_at ON events (at);

-- Records that wait to be published together; written with what they tell.
CREATE TABLE pending_records (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    publisher_id TEXT NOT NULL,
    record TEXT NOT NULL
) STRICT;

-- Learning: which records it has counted, and the counts.
CREATE TABLE learned_records (
    record_id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX learned_records_at ON learned_records (at);
CREATE TABLE responses (
    campaign_id TEXT NOT NULL,
    creative_id TEXT NOT NULL,
    context TEXT NOT NULL,
    uniform INTEGER NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    impressions INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, creative_id, context, uniform)
) STRICT;
CREATE INDEX responses_publisher ON responses (publisher_id, advertiser_id);
CREATE TABLE learning_progress (
    campaign_id TEXT NOT NULL PRIMARY KEY,
    publisher_id TEXT NOT NULL,
    records INTEGER NOT NULL,
    fitted_records INTEGER NOT NULL
) STRICT;

-- Events of tokens that were out when the viewer was erased come without the hash. Kept as long as such tokens live.
CREATE TABLE erased_viewers (
    publisher_id TEXT NOT NULL,
    viewer_hash TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    PRIMARY KEY (publisher_id, viewer_hash)
) STRICT, WITHOUT ROWID;
