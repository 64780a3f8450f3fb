CREATE TABLE titles (
    publisher_id TEXT NOT NULL,
    title_id TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    genres TEXT NOT NULL,
    categories TEXT NOT NULL,
    PRIMARY KEY (publisher_id, title_id)
);

-- One sellable line: a title (or a group of titles) in a format, a geography, a part of the day, on a device. Pages are in the bytes' order of the keys.
CREATE TABLE inventory_lines (
    publisher_id TEXT NOT NULL,
    line_key TEXT COLLATE "C" NOT NULL,
    title_id TEXT COLLATE "C" NOT NULL,
    format TEXT NOT NULL,
    geography TEXT NULL,
    daypart TEXT NULL,
    device TEXT NULL,
    rating TEXT NULL,
    cpm_micros BIGINT NOT NULL,
    currency TEXT NOT NULL,
    weekly_supply DOUBLE PRECISION NULL,
    pool TEXT NULL,
    released DATE NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (publisher_id, line_key)
);

-- Published viewing, one row a week and season; forecasts rest on it.
CREATE TABLE viewed_weeks (
    publisher_id TEXT NOT NULL,
    title_id TEXT COLLATE "C" NOT NULL,
    edition TEXT NOT NULL,
    monday DATE NOT NULL,
    hours DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (publisher_id, title_id, edition, monday)
);

-- One decision per campaign version: the plan, or why there is none, with the message that told it.
CREATE TABLE media_plans (
    plan_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    campaign_id UUID NOT NULL,
    campaign_version INTEGER NOT NULL,
    plan_version INTEGER NOT NULL,
    feasible BOOLEAN NOT NULL,
    message TEXT NOT NULL,
    document TEXT NULL,
    built_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX media_plans_campaign ON media_plans (account_id, campaign_id, campaign_version);
CREATE INDEX media_plans_account ON media_plans (account_id, plan_id);

-- Inputs are large and read rarely: apart, so that reading plans does not drag them along.
CREATE TABLE media_plan_inputs (
    plan_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    inputs TEXT NOT NULL
);
