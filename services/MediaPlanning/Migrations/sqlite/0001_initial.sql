CREATE TABLE titles (
    publisher_id TEXT NOT NULL,
    title_id TEXT NOT NULL,
    name TEXT NOT NULL,
    genres TEXT NOT NULL,
    categories TEXT NOT NULL,
    PRIMARY KEY (publisher_id, title_id)
) STRICT, WITHOUT ROWID;

-- One sellable line: a title (or a group of titles) in a format, a geography, a part of the day, on a device.
CREATE TABLE inventory_lines (
    publisher_id TEXT NOT NULL,
    line_key TEXT NOT NULL,
    title_id TEXT NOT NULL,
    format TEXT NOT NULL,
    geography TEXT NULL,
    daypart TEXT NULL,
    device TEXT NULL,
    rating TEXT NULL,
    cpm_micros INTEGER NOT NULL,
    currency TEXT NOT NULL,
    weekly_supply REAL NULL,
    pool TEXT NULL,
    released TEXT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (publisher_id, line_key)
) STRICT, WITHOUT ROWID;

-- Published viewing, one row a week and season; forecasts rest on it.
CREATE TABLE viewed_weeks (
    publisher_id TEXT NOT NULL,
    title_id TEXT NOT NULL,
    edition TEXT NOT NULL,
    monday TEXT NOT NULL,
    hours REAL NOT NULL,
    PRIMARY KEY (publisher_id, title_id, edition, monday)
) STRICT, WITHOUT ROWID;

-- One decision per campaign version: the plan, or why there is none, with the message that told it and the inputs that led to it.
CREATE TABLE media_plans (
    plan_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    campaign_version INTEGER NOT NULL,
    plan_version INTEGER NOT NULL,
    feasible INTEGER NOT NULL,
    message TEXT NOT NULL,
    document TEXT NULL,
    inputs TEXT NOT NULL,
    built_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX media_plans_campaign ON media_plans (account_id, campaign_id, campaign_version);
