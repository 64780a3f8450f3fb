-- What is left of the inventory: forecast minus what plans hold or have booked. No writer can take more than there is: the check refuses it.
CREATE TABLE avail_weeks (
    publisher_id TEXT NOT NULL,
    supply_key TEXT COLLATE "C" NOT NULL,
    monday DATE NOT NULL,
    capacity BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (publisher_id, supply_key, monday),
    CHECK (taken >= 0 AND taken <= capacity)
);

-- A line of a plan that holds or has booked impressions.
CREATE TABLE taken_lines (
    line_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    plan_id UUID NOT NULL,
    order_id UUID NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NULL
);

CREATE INDEX taken_lines_plan ON taken_lines (account_id, plan_id);
CREATE INDEX taken_lines_expiry ON taken_lines (state, expires_at);

CREATE TABLE taken_weeks (
    line_id UUID NOT NULL,
    supply_key TEXT COLLATE "C" NOT NULL,
    monday DATE NOT NULL,
    impressions BIGINT NOT NULL,
    PRIMARY KEY (line_id, monday)
);

CREATE TABLE insertion_orders (
    order_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    plan_id UUID NOT NULL,
    document TEXT NOT NULL,
    booked_at BIGINT NOT NULL
);

CREATE INDEX insertion_orders_account ON insertion_orders (account_id, order_id);

-- What delivery reported per line.
CREATE TABLE delivered_lines (
    line_id UUID NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    impressions BIGINT NOT NULL,
    spend_micros BIGINT NOT NULL
);

ALTER TABLE titles ADD COLUMN description TEXT NOT NULL DEFAULT '';
