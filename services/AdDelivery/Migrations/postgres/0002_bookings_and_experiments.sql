-- Lines of insertion orders; the document is the contract's booked line. A release may come before the booking.
CREATE TABLE booked_lines (
    line_id UUID NOT NULL PRIMARY KEY,
    campaign_id UUID NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    order_id UUID NULL,
    zone TEXT NULL,
    document TEXT NULL,
    released_at BIGINT NULL
);
CREATE INDEX booked_lines_campaign ON booked_lines (campaign_id);

-- Format tests; what they count is read from events.
CREATE TABLE experiments (
    experiment_id UUID NOT NULL PRIMARY KEY,
    campaign_id UUID NOT NULL,
    publisher_id TEXT NOT NULL,
    advertiser_id TEXT NOT NULL,
    document TEXT NOT NULL,
    fixed BOOLEAN NOT NULL,
    started_at BIGINT NOT NULL,
    stopped_at BIGINT NULL
);
CREATE INDEX experiments_campaign ON experiments (campaign_id);
CREATE INDEX events_campaign ON events (campaign_id, uniform);
